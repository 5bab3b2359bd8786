#pragma once

#include "plan.h"
#include "rejit.h"

namespace ddrun {

/// Carries plans out. Everything here runs on the worker thread.
class Weaver {
public:
    explicit Weaver(clr::ProfilerInfo& info, Rejit& rejit) : _info(info), _rejit(rejit) {}

    clr::HResult Weave(void* typeHandle, const Plan& plan, clr::HResult* results);
    /// Leaves a plan with the profiler, for methods that are all still to be compiled. `DDRUN_E_PRECOMPILED` where that may not be so.
    clr::HResult Keep(void* typeHandle, Bytes source, uint32_t count);
    /// Weaves a copy of a module that is woven: with the same bodies. `DDRUN_E_OTHER_COPY` where the copy needs a plan of its own.
    clr::HResult WeaveCopy(void* typeHandle, void* wovenTypeHandle);
    clr::HResult Restore(void* typeHandle, const clr::Token* methods, uint32_t count, clr::HResult* results);

private:
    clr::HResult FindModule(void* typeHandle, clr::ModuleId& module);
    clr::HResult StoreBodies(clr::ModuleId module, void* typeHandle, const Plan& plan, const List<clr::Token>& items,
                             List<clr::Token>& methods);

    void Prune(clr::ModuleId module);

    clr::ProfilerInfo& _info;
    Rejit& _rejit;
};

/// The module that owns a type.
clr::HResult ModuleOf(clr::ProfilerInfo& info, void* typeHandle, clr::ModuleId& module);

} // namespace ddrun
