#include "failures.h"

#include <cstring>

namespace ddrun {

void Failures::Add(const ddrun_failure& failure) {
    const Locked locked(_mutex);
    for (uint32_t i = 0; i < _count; i++)
        if (_failures[i].type_handle == failure.type_handle && _failures[i].token == failure.token) return;
    if (_count == Capacity) memmove(_failures, _failures + 1, --_count * sizeof(ddrun_failure));
    _failures[_count++] = failure;
}

void Failures::RemoveModule(void* typeHandle) {
    const Locked locked(_mutex);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < _count; i++)
        if (_failures[i].type_handle != typeHandle) _failures[kept++] = _failures[i];
    _count = kept;
}

uint32_t Failures::Take(ddrun_failure* buffer, uint32_t capacity) {
    const Locked locked(_mutex);
    const uint32_t taken = capacity < _count ? capacity : _count;
    if (taken == 0) return 0;
    memcpy(buffer, _failures, taken * sizeof(ddrun_failure));
    _count -= taken;
    memmove(_failures, _failures + taken, _count * sizeof(ddrun_failure));
    return taken;
}

} // namespace ddrun
