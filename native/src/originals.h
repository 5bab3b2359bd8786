#pragma once

#include "blob.h"
#include "platform/threads.h"

namespace ddrun {

/// What the plans of woven modules define, for copies of the same modules.
class Originals {
public:
    struct Original {
        Original* next;
        clr::ModuleId module;
        /// Of its bodies in the store.
        uint32_t generation;
        /// A plan of the same items and no methods.
        List<uint8_t> bytes;
        Plan plan;
        Tokens tokens;
        List<clr::Token> methods;
    };

    constexpr Originals() = default;
    Originals(const Originals&) = delete;
    Originals& operator=(const Originals&) = delete;

    [[nodiscard]] bool Add(clr::ModuleId module, uint32_t generation, const Plan& plan, const Tokens& tokens,
                           const List<clr::Token>& methods);

    void RemoveModule(clr::ModuleId module);

    /// Forgets what was added for a module where `isUsed` says that nothing has its generation any more.
    template <typename IsUsed>
    void Prune(clr::ModuleId module, IsUsed&& isUsed) {
        const Locked locked(_mutex);
        Original** place = &_first;
        while (*place != nullptr) {
            Original* one = *place;
            if (one->module != module || isUsed(one->generation)) {
                place = &one->next;
                continue;
            }
            *place = one->next;
            Destroy(one);
        }
        _end = place;
    }

    /// Hands what was added for a module to `use`, in that order, as long as it answers `clr::Ok`.
    template <typename Use>
    clr::HResult Each(clr::ModuleId module, Use&& use) {
        const Locked locked(_mutex);
        clr::HResult result = clr::Ok;
        for (Original* one = _first; one != nullptr && result == clr::Ok; one = one->next)
            if (one->module == module) result = use(*one);
        return result;
    }

    /// Hands what was added with a generation to `use`. False when there is none.
    template <typename Use>
    bool With(uint32_t generation, Use&& use) {
        const Locked locked(_mutex);
        for (Original* one = _first; one != nullptr; one = one->next) {
            if (one->generation != generation) continue;
            use(*one);
            return true;
        }
        return false;
    }

private:
    static void Destroy(Original* original);

    Mutex _mutex;
    Original* _first = nullptr;
    Original** _end = nullptr;
};

} // namespace ddrun
