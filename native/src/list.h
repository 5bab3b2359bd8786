// A growing array that reports a lack of memory instead of throwing.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <type_traits>

namespace ddrun {

template <typename T>
class List {
    static_assert(std::is_trivially_copyable_v<T>, "elements are moved by copying their bytes");

public:
    List() = default;
    List(const List&) = delete;
    List& operator=(const List&) = delete;
    List(List&& other) noexcept : _items(other._items), _count(other._count), _capacity(other._capacity) {
        other._items = nullptr;
        other._count = other._capacity = 0;
    }
    ~List() { free(_items); }

    [[nodiscard]] uint32_t Count() const { return _count; }
    T* Data() { return _items; }
    [[nodiscard]] const T* Data() const { return _items; }
    T& operator[](uint32_t index) { return _items[index]; }
    const T& operator[](uint32_t index) const { return _items[index]; }
    T* begin() { return _items; }
    T* end() { return _items + _count; }
    [[nodiscard]] const T* begin() const { return _items; }
    [[nodiscard]] const T* end() const { return _items + _count; }

    void Clear() { _count = 0; }

    [[nodiscard]] bool Reserve(uint32_t capacity) {
        if (capacity <= _capacity) return true;
        auto* items = static_cast<T*>(realloc(static_cast<void*>(_items), sizeof(T) * static_cast<size_t>(capacity)));
        if (items == nullptr) return false;
        _items = items;
        _capacity = capacity;
        return true;
    }

    [[nodiscard]] bool Add(const T& item) {
        if (_count == _capacity && !Reserve(_capacity == 0 ? 16 : _capacity * 2)) return false;
        _items[_count++] = item;
        return true;
    }

    [[nodiscard]] bool AddRange(const T* items, uint32_t count) {
        if (count == 0) return true;
        const uint32_t needed = _count + count;
        if (needed > _capacity && !Reserve(needed > _capacity * 2 ? needed : _capacity * 2)) return false;
        memcpy(static_cast<void*>(_items + _count), items, sizeof(T) * static_cast<size_t>(count));
        _count = needed;
        return true;
    }

private:
    T* _items = nullptr;
    uint32_t _count = 0;
    uint32_t _capacity = 0;
};

} // namespace ddrun
