#include "compilations.h"

namespace ddrun {

void Compilations::Begin(clr::ModuleId module, void* typeHandle, clr::Token method) {
    const Locked locked(_mutex);
    if (_count == Capacity) {
        _count--;
        for (uint32_t i = 0; i < _count; i++) _entries[i] = _entries[i + 1];
    }
    _entries[_count++] = {module, typeHandle, CurrentThread(), method};
}

void Compilations::Finish(clr::ModuleId module, clr::Token method) {
    const Locked locked(_mutex);
    RemoveWhere([&](const Entry& entry) { return entry.module == module && entry.method == method; });
}

void Compilations::RemoveModule(clr::ModuleId module) {
    const Locked locked(_mutex);
    RemoveWhere([&](const Entry& entry) { return entry.module == module; });
}

uint32_t Compilations::Take(ddrun_failure* buffer, uint32_t capacity) {
    const Locked locked(_mutex);
    const uint64_t thread = CurrentThread();
    uint32_t taken = 0;
    RemoveWhere([&](const Entry& entry) {
        if (entry.thread != thread || taken == capacity) return false;
        buffer[taken++] = {entry.typeHandle, entry.method, DDRUN_E_NOT_COMPILED};
        return true;
    });
    return taken;
}

template <typename Predicate>
void Compilations::RemoveWhere(const Predicate& matches) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < _count; i++)
        if (!matches(_entries[i])) _entries[kept++] = _entries[i];
    _count = kept;
}

} // namespace ddrun
