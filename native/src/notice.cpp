#include "notice.h"

#include <cstdio>
#if defined(__linux__)
#include <cerrno>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace ddrun {

void Notice::SetWoven(uint32_t count) {
    const Locked locked(_mutex);
    if (count == _woven) return;
    _woven = count;
    Write();
}

void Notice::SetRules(uint32_t count) {
    const Locked locked(_mutex);
    if (count == _rules) return;
    _rules = count;
    if (_place != nullptr) Write();
}

#if defined(__linux__)
void Notice::Write() {
    // By its number: C libraries have a function for it of different ages. Where the system wants to know that nothing is run there, it is told.
    constexpr unsigned CloseOnExec = 1;
    constexpr unsigned NothingToRun = 8;
    constexpr size_t Page = 4096;
    char name[64];
    (void)snprintf(name, sizeof name, "dd-run woven=%u rules=%u", _woven, _rules);
    long file = syscall(SYS_memfd_create, name, CloseOnExec | NothingToRun);
    if (file < 0 && errno == EINVAL) file = syscall(SYS_memfd_create, name, CloseOnExec);
    if (file < 0) return;
    void* place = mmap(_place, Page, PROT_READ, MAP_SHARED | (_place == nullptr ? 0 : MAP_FIXED), static_cast<int>(file), 0);
    if (place != MAP_FAILED) _place = place;
    close(static_cast<int>(file));
}
#else
void Notice::Write() {
    (void)_place;
}
#endif

} // namespace ddrun
