#pragma once

#include "plan.h"
#include "rejit.h"

namespace ddrun {

/// Carries plans out. Everything here runs on the worker thread.
class Weaver {
public:
    explicit Weaver(clr::ProfilerInfo& info, Rejit& rejit) : _info(info), _rejit(rejit) {}

    clr::HResult Weave(void* typeHandle, const Plan& plan, clr::HResult* results);
    clr::HResult Restore(void* typeHandle, const clr::Token* methods, uint32_t count, clr::HResult* results);

private:
    clr::HResult FindModule(void* typeHandle, clr::ModuleId& module);
    clr::HResult StoreBodies(clr::ModuleId module, void* typeHandle, const Plan& plan, const List<clr::Token>& items,
                             List<clr::Token>& methods);

    clr::ProfilerInfo& _info;
    Rejit& _rejit;
};

/// The module that owns a type.
clr::HResult ModuleOf(clr::ProfilerInfo& info, void* typeHandle, clr::ModuleId& module);

} // namespace ddrun
