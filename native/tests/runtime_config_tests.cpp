#include "runtime_config.h"

#include "harness.h"

#include <cstdio>
#include <cstring>
#include <initializer_list>

using namespace ddrun;

namespace {

// Two, three and four bytes a character.
constexpr char File[] = "caf\xC3\xA9 \xE2\x82\xAC \xF0\x9D\x84\x9E.runtimeconfig.json";
constexpr char16_t Program[] = u"caf\u00E9 \u20AC \U0001D11E.dll";
constexpr uint32_t ProgramLength = sizeof Program / sizeof Program[0] - 1;

bool SwitchesOff(const char* configuration) {
    FILE* file = fopen(File, "wb");
    CHECK(file != nullptr);
    CHECK(fwrite(configuration, 1, strlen(configuration), file) == strlen(configuration));
    CHECK(fclose(file) == 0);
    const bool result = SwitchesHooksOff(Program, ProgramLength);
    CHECK(remove(File) == 0);
    return result;
}

} // namespace

TEST(a_program_that_switches_hooks_off_is_recognised) {
    for (const char* configuration : {R"({"configProperties":{"System.StartupHookProvider.IsSupported":false}})",
                                      "{ \"System.StartupHookProvider.IsSupported\" :\r\n\t\"false\" }"})
        CHECK(SwitchesOff(configuration));
}

TEST(a_program_that_says_nothing_or_yes_has_hooks) {
    for (const char* configuration :
         {"", "{}", R"({"System.StartupHookProvider.IsSupported":true,"Other":false})", R"({"System.StartupHookProvider.IsSupported")"})
        CHECK(!SwitchesOff(configuration));
    CHECK(!SwitchesHooksOff(Program, ProgramLength));
    CHECK(!SwitchesHooksOff(Program, 0));
    CHECK(!SwitchesHooksOff(Program, 4096));
}
