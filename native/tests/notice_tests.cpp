#include "harness.h"
#include "notice.h"

#if defined(__linux__)
#include <cstdio>
#include <cstring>

using namespace ddrun;

namespace {

/// How often a text stands in the list of what this process has mapped.
int Mapped(const char* text) {
    FILE* maps = fopen("/proc/self/maps", "r");
    CHECK(maps != nullptr);
    char line[4096];
    int found = 0;
    while (fgets(line, sizeof line, maps) != nullptr)
        if (strstr(line, text) != nullptr) found++;
    fclose(maps);
    return found;
}

} // namespace

TEST(others_can_read_what_is_woven) {
    Notice notice;
    notice.SetRules(3);
    notice.SetWoven(0);
    CHECK(Mapped("/memfd:dd-run ") == 0);
    notice.SetWoven(12);
    CHECK(Mapped("/memfd:dd-run woven=12 rules=3 (deleted)") == 1);
    notice.SetWoven(7);
    notice.SetRules(4);
    CHECK(Mapped("/memfd:dd-run woven=7 rules=4 (deleted)") == 1);
    CHECK(Mapped("/memfd:dd-run ") == 1);
}
#endif
