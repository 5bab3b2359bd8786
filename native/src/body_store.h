#pragma once

#include "clr/profiler_info.h"
#include "plan.h"
#include "platform/threads.h"

namespace ddrun {

/// The woven bodies, kept as long as their module: the runtime asks for a body when the method is next compiled, and
/// again whenever something that the method had inlined is woven.
class BodyStore {
public:
    struct Body {
        Body* next;
        clr::ModuleId module;
        void* typeHandle;
        clr::Token method;
        /// Zero where the method is to stay as it is, whatever another module lends.
        uint32_t size;
        uint32_t mapCount;
        uint32_t generation;

        clr::IlMapEntry* Map() { return reinterpret_cast<clr::IlMapEntry*>(this + 1); }
        uint8_t* Bytes() { return reinterpret_cast<uint8_t*>(Map() + mapCount); }
    };

    constexpr BodyStore() = default;
    BodyStore(const BodyStore&) = delete;
    BodyStore& operator=(const BodyStore&) = delete;

    /// Makes room for one body, to be filled in and passed to `Put`. Null when memory ran out.
    static Body* Create(clr::ModuleId module, void* typeHandle, clr::Token method, uint32_t size, uint32_t mapCount = 0);
    static void Destroy(Body* body);

    /// Takes the body over; an earlier one of the same method goes.
    [[nodiscard]] bool Put(Body* body);

    /// What is put from now on is of another plan: copies that borrow keep to what there was.
    uint32_t BeginPlan();

    /// Lets a copy of a module have its bodies, as they are now.
    [[nodiscard]] bool Lend(clr::ModuleId copy, void* typeHandle, clr::ModuleId module);

    void Remove(clr::ModuleId module, clr::Token method);

    /// How many methods have a body that a plan gave them.
    uint32_t Count();

    /// Whether a body is left of a plan.
    bool HasPlan(uint32_t generation);

    void RemoveModule(clr::ModuleId module);

    /// Hands the body of a method, and the handle of its module's first type, to `use` while nobody else can change it. False when there is none.
    template <typename Use>
    bool With(clr::ModuleId module, clr::Token method, Use&& use) {
        const Locked locked(_mutex);
        void* typeHandle = nullptr;
        Body* body = Find(module, method, typeHandle);
        if (body == nullptr) return false;
        use(*body, typeHandle);
        return true;
    }

private:
    /// Stands for all methods of a module that borrows; its bytes are the lender.
    static constexpr clr::Token AllMethods = 0;

    Body** Find(clr::ModuleId module, clr::Token method);
    Body* Find(clr::ModuleId module, clr::Token method, void*& typeHandle);
    [[nodiscard]] bool Insert(Body* body);
    void RemoveAt(Body** place);
    static bool IsOfPlan(const Body& body) { return body.size != 0 && body.method != AllMethods && body.generation != 0; }
    bool Grow();

    Mutex _mutex;
    Body** _buckets = nullptr;
    uint32_t _bucketCount = 0;
    uint32_t _count = 0;
    uint32_t _methodCount = 0;
    uint32_t _generation = 0;
};

} // namespace ddrun
