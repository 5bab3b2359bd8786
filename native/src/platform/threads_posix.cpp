#include "platform/threads.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <unistd.h>
#if defined(__linux__)
#include <sys/prctl.h>
#endif

namespace ddrun {

namespace {

constexpr size_t StackSize = size_t{1536} * 1024;

struct Start {
    void (*body)(void*);
    void* argument;
};

void* Run(void* argument) {
    const Start start = *static_cast<Start*>(argument);
    free(argument);
#if defined(__linux__)
    prctl(PR_SET_NAME, "dd-run weaver", 0, 0, 0);
#endif
    start.body(start.argument);
    return nullptr;
}

} // namespace

void Mutex::Enter() {
    pthread_mutex_lock(&_lock);
}

void Mutex::Leave() {
    pthread_mutex_unlock(&_lock);
}

#if defined(__APPLE__)
bool Signal::Open() {
    _semaphore = dispatch_semaphore_create(0);
    return _semaphore != nullptr;
}

void Signal::Close() {
    dispatch_release(_semaphore);
}

void Signal::Set() {
    dispatch_semaphore_signal(_semaphore);
}

void Signal::Wait() {
    dispatch_semaphore_wait(_semaphore, DISPATCH_TIME_FOREVER);
}
#else
bool Signal::Open() {
    return sem_init(&_semaphore, 0, 0) == 0;
}

void Signal::Close() {
    sem_destroy(&_semaphore);
}

void Signal::Set() {
    sem_post(&_semaphore);
}

void Signal::Wait() {
    // The runtime suspends threads by signals, which interrupt the wait.
    while (sem_wait(&_semaphore) != 0 && errno == EINTR) {
    }
}
#endif

bool StartThread(void (*body)(void*), void* argument) {
    auto* start = static_cast<Start*>(malloc(sizeof(Start)));
    if (start == nullptr) return false;
    *start = {body, argument};

    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) {
        free(start);
        return false;
    }
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, StackSize);
    pthread_t thread;
    const bool started = pthread_create(&thread, &attributes, Run, start) == 0;
    pthread_attr_destroy(&attributes);
    if (!started) free(start);
    return started;
}

uint32_t CurrentProcessId() {
    return static_cast<uint32_t>(getpid());
}

uint32_t ParentProcessId() {
    return static_cast<uint32_t>(getppid());
}

uint64_t CurrentThread() {
    const pthread_t self = pthread_self();
    uint64_t id = 0;
    static_assert(sizeof self <= sizeof id, "a thread is a number or a pointer");
    memcpy(&id, &self, sizeof self);
    return id;
}

} // namespace ddrun
