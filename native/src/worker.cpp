#include "worker.h"

#include "ddrun.h"

namespace ddrun {

using clr::HResult;

void Worker::Open(clr::ProfilerInfo* info, void (*rest)()) {
    const Locked locked(_mutex);
    _info = info;
    _rest = rest;
}

void Worker::Close() {
    Job* waiting = nullptr;
    {
        const Locked locked(_mutex);
        _info = nullptr;
        waiting = _first;
        _first = _last = nullptr;
    }
    while (waiting != nullptr) {
        Job* next = waiting->next;
        waiting->result = DDRUN_E_NOT_READY;
        waiting->done.Set();
        waiting = next;
    }
}

bool Worker::IsOpen() {
    const Locked locked(_mutex);
    return _info != nullptr;
}

HResult Worker::Wait(Job& job) {
    if (!job.done.Open()) return clr::OutOfMemory;
    if (Enqueue(job)) {
        job.done.Wait();
    } else {
        job.result = DDRUN_E_NOT_READY;
    }
    job.done.Close();
    return job.result;
}

bool Worker::Enqueue(Job& job) {
    const Locked locked(_mutex);
    if (_info == nullptr || !Start()) return false;
    if (_last == nullptr)
        _first = &job;
    else
        _last->next = &job;
    _last = &job;
    _arrived.Set();
    return true;
}

bool Worker::Start() {
    if (_started) return true;
    if (!_arrived.Open()) return false;
    if (!StartThread(Loop, this)) {
        _arrived.Close();
        return false;
    }
    _started = true;
    return true;
}

void Worker::Loop(void* worker) {
    auto& self = *static_cast<Worker*>(worker);
    bool known = false;
    for (;;) {
        self._arrived.Wait();
        clr::ProfilerInfo* info = nullptr;
        Job* job = self.Dequeue(info);
        if (job == nullptr) continue;
        HResult result = clr::Ok;
        if (!known) {
            result = info->InitializeCurrentThread();
            known = !clr::Failed(result);
        }
        // The job lies on the stack of its caller: once it is done it is gone.
        job->result = clr::Failed(result) ? result : job->invoke(job->closure, *info);
        job->done.Set();
        // Written before any job came.
        if (self._rest != nullptr) self._rest();
    }
}

Worker::Job* Worker::Dequeue(clr::ProfilerInfo*& info) {
    const Locked locked(_mutex);
    Job* job = _first;
    if (job == nullptr) return nullptr;
    _first = job->next;
    if (_first == nullptr) _last = nullptr;
    info = _info;
    return job;
}

} // namespace ddrun
