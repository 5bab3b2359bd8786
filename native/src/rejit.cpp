#include "rejit.h"

#include "log.h"

namespace ddrun {

using clr::HResult;
using clr::ModuleId;
using clr::Token;

HResult Rejit::Request(clr::ProfilerInfo& info, ModuleId module, const Token* methods, uint32_t count, HResult* results) {
    List<ModuleId> modules;
    if (!modules.Reserve(count)) return clr::OutOfMemory;
    for (uint32_t i = 0; i < count; i++) {
        (void)modules.Add(module);
        results[i] = clr::Ok;
    }

    const Batch batch = {module, methods, count, results};
    {
        const Locked locked(_mutex);
        _batch = &batch;
    }
    // Methods that had inlined one of these are compiled anew as well, from their original body unless the runtime may
    // ask for theirs too: a woven inliner would lose its probes.
    const HResult result =
        info.RequestRejitWithInliners(clr::RejitBlockInlining | clr::RejitInliningCallbacks, count, modules.Data(), methods);
    const Locked locked(_mutex);
    _batch = nullptr;
    return result;
}

HResult Rejit::Provide(ModuleId module, Token method, clr::FunctionControl& control) {
    HResult result = clr::Ok;
    // A body that is not set stays the original one.
    _bodies.With(module, method, [&](BodyStore::Body& body) {
        result = control.SetMethodBody(body.size, body.Bytes());
        // Without it the lines of stack traces would be wrong, and nothing else.
        if (!clr::Failed(result) && body.mapCount > 0) (void)control.SetInstrumentedCodeMap(body.mapCount, body.Map());
        _compilations.Begin(module, body.typeHandle, method);
    });
    return result;
}

void Rejit::Refuse(ModuleId module, Token method, HResult result) {
    LogDebug("method %08x of module %llx refused: %08x", method, static_cast<unsigned long long>(module), result);
    if (NoteInBatch(module, method, result)) return;
    _bodies.With(module, method, [&](BodyStore::Body& body) { _failures.Add(module, {body.typeHandle, method, result}); });
}

bool Rejit::NoteInBatch(ModuleId module, Token method, HResult result) {
    const Locked locked(_mutex);
    if (_batch == nullptr || _batch->module != module) return false;
    bool noted = false;
    for (uint32_t i = 0; i < _batch->count; i++) {
        if (_batch->methods[i] != method) continue;
        _batch->results[i] = result;
        noted = true;
    }
    return noted;
}

void Rejit::Forget(ModuleId module) {
    _failures.RemoveModule(module);
    _compilations.RemoveModule(module);
    _bodies.RemoveModule(module);
}

} // namespace ddrun
