#include "compilations.h"
#include "harness.h"

#include <pthread.h>

using namespace ddrun;

namespace {

constexpr clr::ModuleId Module = 0x1234;

void* TakeElsewhere(void* compilations) {
    ddrun_failure failure = {};
    const bool none = static_cast<Compilations*>(compilations)->Take(&failure, 1) == 0;
    return none ? compilations : nullptr;
}

} // namespace

TEST(a_compilation_that_has_finished_has_not_failed) {
    Compilations compilations;
    ddrun_failure failures[4] = {};
    compilations.Begin(Module, nullptr, 0x06000001);
    compilations.Begin(Module, &compilations, 0x06000002);
    compilations.Finish(Module, 0x06000001);
    CHECK(compilations.Take(failures, 4) == 1);
    CHECK(failures[0].token == 0x06000002 && failures[0].type_handle == &compilations);
    CHECK(failures[0].result == DDRUN_E_NOT_COMPILED);
    CHECK(compilations.Take(failures, 4) == 0);
}

TEST(a_compilation_belongs_to_the_thread_that_began_it) {
    Compilations compilations;
    compilations.Begin(Module, nullptr, 0x06000001);
    pthread_t thread = {};
    void* result = nullptr;
    CHECK(pthread_create(&thread, nullptr, TakeElsewhere, &compilations) == 0);
    CHECK(pthread_join(thread, &result) == 0);
    CHECK(result == &compilations);
    ddrun_failure failure = {};
    CHECK(compilations.Take(&failure, 1) == 1);
}

TEST(the_oldest_unfinished_compilations_give_way) {
    constexpr clr::Token Last = 0x06000000 + 100;
    Compilations compilations;
    for (clr::Token method = 0x06000001; method <= Last; method++) compilations.Begin(Module, nullptr, method);
    ddrun_failure failures[128] = {};
    const uint32_t count = compilations.Take(failures, 128);
    CHECK(count == 64);
    CHECK(failures[count - 1].token == Last);
}
