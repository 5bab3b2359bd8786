#pragma once

#include "platform/threads.h"

namespace ddrun {

/// What others can read of us in the list of what the process has mapped, as the name of an empty mapping: `/memfd:dd-run woven=12 rules=3`.
/// It takes no file descriptor and no file, costs nothing to leave there, and goes with the process. On Linux only.
class Notice {
public:
    constexpr Notice() = default;
    Notice(const Notice&) = delete;
    Notice& operator=(const Notice&) = delete;

    /// How many methods have a body that is not their own.
    void SetWoven(uint32_t count);

    /// How many rules of the user's are in force. Shown with the methods.
    void SetRules(uint32_t count);

private:
    void Write();

    Mutex _mutex;
    uint32_t _woven = 0;
    uint32_t _rules = 0;
    void* _place = nullptr;
};

} // namespace ddrun
