#pragma once

#include "clr/abi.h"
#include "ddrun.h"
#include "platform/threads.h"

namespace ddrun {

/// The woven methods that are being compiled. The runtime says when it begins and when it has succeeded, but not when it
/// has failed: what a thread has begun and left unfinished while an exception passes has failed.
class Compilations {
public:
    constexpr Compilations() = default;
    Compilations(const Compilations&) = delete;
    Compilations& operator=(const Compilations&) = delete;

    void Begin(clr::ModuleId module, void* typeHandle, clr::Token method);
    void Finish(clr::ModuleId module, clr::Token method);
    void RemoveModule(clr::ModuleId module);

    /// Those of the calling thread.
    uint32_t Take(ddrun_failure* buffer, uint32_t capacity);

private:
    // Nested compilations of all threads; the oldest give way, having failed without anybody asking.
    static constexpr uint32_t Capacity = 64;

    struct Entry {
        clr::ModuleId module;
        void* typeHandle;
        uint64_t thread;
        clr::Token method;
    };

    template <typename Predicate>
    void RemoveWhere(const Predicate& matches);

    Mutex _mutex;
    Entry _entries[Capacity] = {};
    uint32_t _count = 0;
};

} // namespace ddrun
