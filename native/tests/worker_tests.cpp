#include "ddrun.h"
#include "fake_runtime.h"
#include "harness.h"
#include "worker.h"

#include <pthread.h>

using namespace ddrun;
using namespace ddrun::tests;

namespace {

constexpr int Callers = 8;
constexpr int JobsEach = 200;

// Threads of a worker outlive everything, so what they use does, too.
Worker sharedWorker;
FakeRuntime sharedRuntime;
Worker closedWorker;
int sum = 0;

void* Call(void* failures) {
    for (int i = 0; i < JobsEach; i++) {
        const clr::HResult result = sharedWorker.Run([&](clr::ProfilerInfo& info) {
            sum++;
            return &info == &sharedRuntime ? i : -1;
        });
        if (result != i) __atomic_fetch_add(static_cast<int*>(failures), 1, __ATOMIC_RELAXED);
    }
    return nullptr;
}

} // namespace

TEST(jobs_of_many_threads_run_one_by_one_on_one_known_thread) {
    sharedWorker.Open(&sharedRuntime);
    pthread_t threads[Callers];
    int failures = 0;
    for (pthread_t& thread : threads) CHECK(pthread_create(&thread, nullptr, Call, &failures) == 0);
    for (const pthread_t& thread : threads) CHECK(pthread_join(thread, nullptr) == 0);
    CHECK(failures == 0);
    CHECK(sum == Callers * JobsEach);
    CHECK(sharedRuntime.initializedThreads == 1);
}

TEST(a_worker_without_a_runtime_refuses) {
    CHECK(!closedWorker.IsOpen());
    CHECK(closedWorker.Run([](clr::ProfilerInfo&) { return clr::Ok; }) == DDRUN_E_NOT_READY);
    closedWorker.Open(&sharedRuntime);
    CHECK(closedWorker.IsOpen());
    closedWorker.Close();
    CHECK(closedWorker.Run([](clr::ProfilerInfo&) { return clr::Ok; }) == DDRUN_E_NOT_READY);
}
