#include "platform/threads.h"

#include <cstdint>
#include <cstdlib>
#include <windows.h>
// After the one that it needs.
#include <tlhelp32.h>

namespace ddrun {

namespace {

static_assert(sizeof(SRWLOCK) == sizeof(void*), "a lock is as large as a pointer");

struct Start {
    void (*body)(void*);
    void* argument;
};

DWORD WINAPI Run(void* argument) {
    const Start start = *static_cast<Start*>(argument);
    free(argument);
    start.body(start.argument);
    return 0;
}

} // namespace

void Mutex::Enter() {
    AcquireSRWLockExclusive(reinterpret_cast<SRWLOCK*>(&_lock));
}

void Mutex::Leave() {
    ReleaseSRWLockExclusive(reinterpret_cast<SRWLOCK*>(&_lock));
}

bool Signal::Open() {
    _semaphore = CreateSemaphoreW(nullptr, 0, INT32_MAX, nullptr);
    return _semaphore != nullptr;
}

void Signal::Close() {
    CloseHandle(_semaphore);
}

void Signal::Set() {
    ReleaseSemaphore(_semaphore, 1, nullptr);
}

void Signal::Wait() {
    WaitForSingleObject(_semaphore, INFINITE);
}

bool StartThread(void (*body)(void*), void* argument) {
    auto* start = static_cast<Start*>(malloc(sizeof(Start)));
    if (start == nullptr) return false;
    *start = {body, argument};
    HANDLE thread = CreateThread(nullptr, 0, Run, start, 0, nullptr);
    if (thread == nullptr) {
        free(start);
        return false;
    }
    CloseHandle(thread);
    return true;
}

uint32_t CurrentProcessId() {
    return GetCurrentProcessId();
}

uint32_t ParentProcessId() {
    const HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    if (all == INVALID_HANDLE_VALUE) return 0;
    PROCESSENTRY32 entry = {};
    entry.dwSize = sizeof entry;
    DWORD parent = 0;
    for (BOOL found = Process32First(all, &entry); found != 0 && parent == 0; found = Process32Next(all, &entry))
        if (entry.th32ProcessID == GetCurrentProcessId()) parent = entry.th32ParentProcessID;
    CloseHandle(all);
    return parent;
}

uint64_t CurrentThread() {
    return GetCurrentThreadId();
}

} // namespace ddrun
