#pragma once

#include "body_store.h"
#include "clr/profiler_info.h"
#include "compilations.h"
#include "failures.h"
#include "kept_plans.h"
#include "originals.h"

namespace ddrun {

/// Asks the runtime to compile methods anew, serves their bodies, and keeps what it says against them.
class Rejit {
public:
    constexpr Rejit() = default;
    Rejit(const Rejit&) = delete;
    Rejit& operator=(const Rejit&) = delete;

    BodyStore& Bodies() { return _bodies; }
    Originals& Woven() { return _originals; }
    Failures& Refusals() { return _failures; }
    Compilations& Unfinished() { return _compilations; }
    KeptPlans& Kept() { return _kept; }

    /// How many methods have a body that a plan gave them, or will give them.
    uint32_t WovenCount() { return _bodies.Count() + _kept.Count(); }

    /// One request for all methods; `results` gets what the runtime says of each while it carries the request out.
    clr::HResult Request(clr::ProfilerInfo& info, clr::ModuleId module, const clr::Token* methods, uint32_t count, clr::HResult* results);

    /// The runtime is about to compile a method for the first time, or again from the body that the module has.
    void Give(clr::ProfilerInfo& info, clr::FunctionId function);

    /// The runtime is about to compile a method anew.
    clr::HResult Provide(clr::ProfilerInfo& info, clr::ModuleId module, clr::Token method, clr::FunctionControl& control);

    /// The runtime has given a method up.
    void Refuse(clr::ModuleId module, clr::Token method, clr::HResult result);

    void Forget(clr::ModuleId module);

private:
    struct Batch {
        clr::ModuleId module;
        const clr::Token* methods;
        uint32_t count;
        clr::HResult* results;
    };

    bool WithLocals(clr::ProfilerInfo& info, clr::ModuleId module, uint32_t generation, List<uint8_t>& body, clr::HResult& result);
    clr::HResult ProvideOriginal(clr::ModuleId module, clr::Token method, clr::FunctionControl& control);
    bool NoteInBatch(clr::ModuleId module, clr::Token method, clr::HResult result);

    BodyStore _bodies;
    Originals _originals;
    Failures _failures;
    Compilations _compilations;
    KeptPlans _kept;
    Mutex _mutex;
    const Batch* _batch = nullptr;
};

} // namespace ddrun
