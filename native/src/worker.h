#pragma once

#include "clr/profiler_info.h"
#include "platform/threads.h"

namespace ddrun {

/// The thread that talks to the runtime. The runtime refuses most calls on a thread that has managed frames below it
/// (CORPROF_E_UNSUPPORTED_CALL_SEQUENCE), so whoever wants something waits here while the worker does it.
/// It starts with the first job, sleeps between jobs and is never joined: an exit does not wait for it.
class Worker {
public:
    constexpr Worker() = default;
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Lets jobs in.
    /// @param rest What is done after each, when whoever waited for it goes on.
    void Open(clr::ProfilerInfo* info, void (*rest)() = nullptr);

    /// Refuses jobs from now on; those already waiting are answered.
    void Close();

    bool IsOpen();

    /// Runs `work(info)` on the worker thread and answers with its result.
    template <typename Work>
    clr::HResult Run(const Work& work) {
        Job job;
        job.invoke = [](const void* closure, clr::ProfilerInfo& info) { return (*static_cast<const Work*>(closure))(info); };
        job.closure = &work;
        return Wait(job);
    }

private:
    struct Job {
        clr::HResult (*invoke)(const void* closure, clr::ProfilerInfo& info) = nullptr;
        const void* closure = nullptr;
        Job* next = nullptr;
        clr::HResult result = clr::Ok;
        Signal done;
    };

    static void Loop(void* worker);
    clr::HResult Wait(Job& job);
    bool Enqueue(Job& job);
    bool Start();
    Job* Dequeue(clr::ProfilerInfo*& info);

    Mutex _mutex;
    clr::ProfilerInfo* _info = nullptr;
    void (*_rest)() = nullptr;
    bool _started = false;
    Job* _first = nullptr;
    Job* _last = nullptr;
    Signal _arrived;
};

} // namespace ddrun
