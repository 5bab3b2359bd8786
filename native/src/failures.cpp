#include "failures.h"

namespace ddrun {

void Failures::Add(clr::ModuleId module, const ddrun_failure& failure) {
    const Locked locked(_mutex);
    for (uint32_t i = 0; i < _count; i++)
        if (_entries[i].module == module && _entries[i].failure.token == failure.token) return;
    if (_count == Capacity) Drop(1);
    _entries[_count++] = {module, failure};
}

void Failures::RemoveModule(clr::ModuleId module) {
    const Locked locked(_mutex);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < _count; i++)
        if (_entries[i].module != module) _entries[kept++] = _entries[i];
    _count = kept;
}

uint32_t Failures::Take(ddrun_failure* buffer, uint32_t capacity) {
    const Locked locked(_mutex);
    const uint32_t taken = capacity < _count ? capacity : _count;
    for (uint32_t i = 0; i < taken; i++) buffer[i] = _entries[i].failure;
    Drop(taken);
    return taken;
}

void Failures::Drop(uint32_t count) {
    _count -= count;
    for (uint32_t i = 0; i < _count; i++) _entries[i] = _entries[i + count];
}

} // namespace ddrun
