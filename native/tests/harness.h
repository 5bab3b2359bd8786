#pragma once

#include <cstdio>

namespace ddrun::tests {

struct Test {
    const char* name;
    void (*body)();
    Test* next;

    Test(const char* testName, void (*testBody)());
};

/// Notes that the running test has failed.
void Fail(const char* file, int line, const char* what);

} // namespace ddrun::tests

#define TEST(name)                                                                                                                         \
    static void name();                                                                                                                    \
    static ::ddrun::tests::Test name##_test(#name, name);                                                                                  \
    static void name()

#define CHECK(condition)                                                                                                                   \
    do {                                                                                                                                   \
        if (!(condition)) ::ddrun::tests::Fail(__FILE__, __LINE__, #condition);                                                            \
    } while (false)
