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

    void Add(const ddrun_failure& failure);
    void RemoveModule(void* typeHandle);
    uint32_t Take(ddrun_failure* buffer, uint32_t capacity);

private:
    static constexpr uint32_t Capacity = 1024;

    Mutex _mutex;
    ddrun_failure _failures[Capacity] = {};
    uint32_t _count = 0;
};

} // namespace ddrun
