#pragma once

#include <cstdint>

#if defined(__APPLE__)
#include <dispatch/dispatch.h>
#include <pthread.h>
#elif !defined(_WIN32)
#include <pthread.h>
#include <semaphore.h>
#endif

namespace ddrun {

class Mutex {
public:
    constexpr Mutex() = default;
    Mutex(const Mutex&) = delete;
    Mutex& operator=(const Mutex&) = delete;

    void Enter();
    void Leave();

private:
#if defined(_WIN32)
    // An SRWLOCK.
    void* _lock = nullptr;
#else
    pthread_mutex_t _lock = PTHREAD_MUTEX_INITIALIZER;
#endif
};

class Locked {
public:
    explicit Locked(Mutex& mutex) : _mutex(mutex) { _mutex.Enter(); }
    Locked(const Locked&) = delete;
    Locked& operator=(const Locked&) = delete;
    ~Locked() { _mutex.Leave(); }

private:
    Mutex& _mutex;
};

/// Counts what was signalled. Semaphores and not condition variables: they are one and the same in every C library, so
/// that the symbols need no version.
class Signal {
public:
    constexpr Signal() = default;
    Signal(const Signal&) = delete;
    Signal& operator=(const Signal&) = delete;

    bool Open();
    void Close();
    void Set();
    void Wait();

private:
#if defined(_WIN32)
    void* _semaphore = nullptr;
#elif defined(__APPLE__)
    dispatch_semaphore_t _semaphore = nullptr;
#else
    sem_t _semaphore = {};
#endif
};

/// Starts a thread that nothing waits for.
bool StartThread(void (*body)(void*), void* argument);

uint32_t CurrentProcessId();

/// The process that has started this one; 0 when it cannot be told.
uint32_t ParentProcessId();

/// Tells the threads that are alive apart.
uint64_t CurrentThread();

} // namespace ddrun
