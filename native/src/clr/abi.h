// The binary conventions of the runtime's COM-like interfaces.
#pragma once

#include <cstddef>
#include <cstdint>

namespace ddrun::clr {

using HResult = int32_t;
using Token = uint32_t;
using ModuleId = uintptr_t;
using ClassId = uintptr_t;
using FunctionId = uintptr_t;
using AssemblyId = uintptr_t;

constexpr HResult Ok = 0;
constexpr HResult False = 1;
constexpr HResult NotImplemented = static_cast<HResult>(0x80004001);
constexpr HResult NoInterface = static_cast<HResult>(0x80004002);
constexpr HResult InvalidPointer = static_cast<HResult>(0x80004003);
constexpr HResult NoAggregation = static_cast<HResult>(0x80040110);
constexpr HResult ClassNotAvailable = static_cast<HResult>(0x80040111);
constexpr HResult OutOfMemory = static_cast<HResult>(0x8007000E);
constexpr HResult InvalidArgument = static_cast<HResult>(0x80070057);
constexpr HResult CancelActivation = static_cast<HResult>(0x80131375);
constexpr HResult ModuleIsDynamic = static_cast<HResult>(0x8013137A);
constexpr HResult FunctionIsCollectible = static_cast<HResult>(0x8013137E);

constexpr bool Failed(HResult result) {
    return result < 0;
}

struct Guid {
    uint32_t first;
    uint16_t second;
    uint16_t third;
    uint8_t rest[8];
};

constexpr bool operator==(const Guid& left, const Guid& right) {
    if (left.first != right.first || left.second != right.second || left.third != right.third) return false;
    for (int i = 0; i < 8; i++)
        if (left.rest[i] != right.rest[i]) return false;
    return true;
}

struct Unknown {
    static constexpr Guid Id{0x00000000, 0x0000, 0x0000, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
    static constexpr int NextSlot = 3;

    virtual HResult QueryInterface(const Guid& id, void** object) = 0;
    virtual uint32_t AddRef() = 0;
    virtual uint32_t Release() = 0;

protected:
    ~Unknown() = default;
};

struct ClassFactory : Unknown {
    static constexpr Guid Id{0x00000001, 0x0000, 0x0000, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
    static constexpr int NextSlot = 5;

    virtual HResult CreateInstance(Unknown* outer, const Guid& id, void** object) = 0;
    virtual HResult LockServer(int32_t lock) = 0;

protected:
    ~ClassFactory() = default;
};

template <typename Before, int count>
struct Place {};

/// Fills `count` slots of a method table that are of no interest on either side, so that the ones behind them keep
/// their place. The runtime may call such a slot with any arguments: on every 64-bit platform the caller removes them.
template <typename Before, int count>
struct Skip : Skip<Before, count - 1> {
    virtual HResult Unused(Place<Before, count> /*tag*/) { return Ok; }
};

template <typename Before>
struct Skip<Before, 0> : Before {};

/// An interface whose next method sits in `slot`.
template <typename Before, int slot>
using UpTo = Skip<Before, slot - Before::NextSlot>;

/// Releases an interface pointer at the end of its scope.
template <typename Interface>
class Held {
public:
    Held() = default;
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    ~Held() {
        if (_object != nullptr) _object->Release();
    }

    Interface* operator->() const { return _object; }
    Interface** Out() { return &_object; }
    void** OutVoid() { return reinterpret_cast<void**>(&_object); }

private:
    Interface* _object = nullptr;
};

} // namespace ddrun::clr
