#pragma once

#include "clr/abi.h"
#include "ddrun.h"
#include "platform/threads.h"

namespace ddrun {

/// What went wrong after a weave had been answered, until the managed side asks; the oldest go first when it never does.
class Failures {
public:
    constexpr Failures() = default;
    Failures(const Failures&) = delete;
    Failures& operator=(const Failures&) = delete;

    void Add(clr::ModuleId module, const ddrun_failure& failure);
    void RemoveModule(clr::ModuleId module);
    uint32_t Take(ddrun_failure* buffer, uint32_t capacity);

private:
    static constexpr uint32_t Capacity = 512;

    struct Entry {
        clr::ModuleId module;
        ddrun_failure failure;
    };

    void Drop(uint32_t count);

    Mutex _mutex;
    Entry _entries[Capacity] = {};
    uint32_t _count = 0;
};

} // namespace ddrun
