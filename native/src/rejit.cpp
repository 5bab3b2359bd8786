#include "rejit.h"

#include "item_definer.h"
#include "log.h"

namespace ddrun {

using clr::HResult;
using clr::ModuleId;
using clr::Token;

namespace {

bool IsFat(uint8_t header) {
    return (header & 3) == 3;
}

} // namespace

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

void Rejit::Give(clr::ProfilerInfo& info, clr::FunctionId function) {
    clr::ClassId type = 0;
    ModuleId module = 0;
    Token method = 0;
    if (clr::Failed(info.GetFunctionInfo(function, &type, &module, &method))) return;
    void* handle = nullptr;
    const HResult result = _kept.Give(info, module, method, function, handle);
    if (result == clr::Ok) _compilations.Begin(module, handle, method);
    if (!clr::Failed(result)) return;
    LogDebug("method %08x of module %llx not given its body: %08x", method, static_cast<unsigned long long>(module), result);
    _failures.Add(module, {handle, method, result});
}

// A body that is not set is the module's, which may be ours.
HResult Rejit::ProvideOriginal(ModuleId module, Token method, clr::FunctionControl& control) {
    Bytes original = {};
    return _kept.FindLeft(module, method, original) ? control.SetMethodBody(original.size, original.data) : clr::Ok;
}

HResult Rejit::Provide(clr::ProfilerInfo& info, ModuleId module, Token method, clr::FunctionControl& control) {
    // Copied: what follows leads into the runtime, and may take its time.
    List<uint8_t> bytes;
    List<clr::IlMapEntry> map;
    void* handle = nullptr;
    HResult result = clr::Ok;
    for (bool isCurrent = false; !isCurrent;) {
        uint32_t generation = 0;
        bool isCopied = false;
        bytes.Clear();
        map.Clear();
        if (!_bodies.With(module, method, [&](BodyStore::Body& body, void* typeHandle) {
                isCopied = bytes.AddRange(body.Bytes(), body.size) && map.AddRange(body.Map(), body.mapCount);
                handle = typeHandle;
                generation = body.generation;
            }))
            return ProvideOriginal(module, method, control);
        if (!isCopied) return clr::OutOfMemory;
        // Where its plan is gone, another body has taken its place since.
        isCurrent = WithLocals(info, module, generation, bytes, result);
    }
    if (clr::Failed(result)) {
        Refuse(module, method, result);
        return clr::Ok;
    }
    result = control.SetMethodBody(bytes.Count(), bytes.Data());
    // Without it the lines of stack traces would be wrong, and nothing else.
    if (!clr::Failed(result) && map.Count() > 0) (void)control.SetInstrumentedCodeMap(map.Count(), map.Data());
    _compilations.Begin(module, handle, method);
    return result;
}

// The signature of the locals is defined only now, where the body still names an item of its plan. False where that plan is gone.
bool Rejit::WithLocals(clr::ProfilerInfo& info, ModuleId module, uint32_t generation, List<uint8_t>& body, HResult& result) {
    result = clr::Ok;
    Token locals = 0;
    if (body.Count() < LocalsAt + sizeof locals) return true;
    memcpy(&locals, body.Data() + LocalsAt, sizeof locals);
    if (!IsFat(body[0]) || !IsItem(locals)) return true;
    if (!_originals.With(generation, [&](Originals::Original& original) {
            result = DefineSignature(info, module, original.plan.items[Row(locals)].blob, original.tokens, locals);
        }))
        return false;
    if (!clr::Failed(result)) memcpy(body.Data() + LocalsAt, &locals, sizeof locals);
    return true;
}

void Rejit::Refuse(ModuleId module, Token method, HResult result) {
    LogDebug("method %08x of module %llx refused: %08x", method, static_cast<unsigned long long>(module), result);
    if (NoteInBatch(module, method, result)) return;
    _bodies.With(module, method, [&](BodyStore::Body& /*body*/, void* typeHandle) { _failures.Add(module, {typeHandle, method, result}); });
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
    _originals.RemoveModule(module);
    _kept.RemoveModule(module);
}

} // namespace ddrun
