// ddrun_tests [NAME…]: runs every test, or those named.
#include "harness.h"

#include <cstring>

namespace ddrun::tests {

namespace {

Test* first = nullptr;
bool failed = false;

bool IsWanted(const Test& test, int count, char** names) {
    if (count == 0) return true;
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], test.name) == 0) return true;
    return false;
}

int Run(int count, char** names) {
    int passedCount = 0;
    int failedCount = 0;
    for (const Test* test = first; test != nullptr; test = test->next) {
        if (!IsWanted(*test, count, names)) continue;
        failed = false;
        test->body();
        if (failed) printf("failed: %s\n", test->name);
        (failed ? failedCount : passedCount)++;
    }
    printf("%d passed, %d failed\n", passedCount, failedCount);
    return failedCount == 0 && passedCount > 0 ? 0 : 1;
}

} // namespace

Test::Test(const char* testName, void (*testBody)()) : name(testName), body(testBody), next(first) {
    first = this;
}

void Fail(const char* file, int line, const char* what) {
    failed = true;
    printf("%s:%d: %s\n", file, line, what);
}

} // namespace ddrun::tests

int main(int count, char** arguments) {
    return ddrun::tests::Run(count - 1, arguments + 1);
}
