#include "weaver.h"

#include "blob.h"
#include "ddrun.h"
#include "item_definer.h"
#include "log.h"
#include "module_image.h"

namespace ddrun {

using clr::HResult;
using clr::ModuleId;
using clr::Token;

namespace {

bool AreAll(const HResult* results, uint32_t count, HResult expected) {
    for (uint32_t i = 0; i < count; i++)
        if (results[i] != expected) return false;
    return true;
}

} // namespace

HResult ModuleOf(clr::ProfilerInfo& info, void* typeHandle, ModuleId& module) {
    Token type = 0;
    return info.GetClassIdInfo(reinterpret_cast<clr::ClassId>(typeHandle), &module, &type);
}

HResult Weaver::FindModule(void* typeHandle, ModuleId& module) {
    HResult result = ModuleOf(_info, typeHandle, module);
    if (clr::Failed(result)) return result;

    const uint8_t* base = nullptr;
    uint32_t nameLength = 0;
    clr::AssemblyId assembly = 0;
    uint32_t flags = 0;
    result = _info.GetModuleInfo(module, &base, 0, &nameLength, nullptr, &assembly, &flags);
    if (clr::Failed(result)) return result;
    if ((flags & clr::ModuleIsReflectionEmit) != 0) return clr::ModuleIsDynamic;
    // A request for these would be answered with success and then forgotten.
    return (flags & clr::ModuleIsCollectible) != 0 ? clr::FunctionIsCollectible : clr::Ok;
}

HResult Weaver::Weave(void* typeHandle, const Plan& plan, HResult* results) {
    ModuleId module = 0;
    HResult result = FindModule(typeHandle, module);
    if (clr::Failed(result)) return result;

    List<Token> items;
    result = DefineItems(_info, module, plan, items);
    if (clr::Failed(result)) return result;

    List<Token> methods;
    result = StoreBodies(module, typeHandle, plan, items, methods);
    if (clr::Failed(result)) return result;

    result = _rejit.Request(_info, module, methods.Data(), methods.Count(), results);
    for (uint32_t i = 0; i < methods.Count(); i++)
        if (clr::Failed(result) || clr::Failed(results[i])) _rejit.Bodies().Remove(module, methods[i]);
    Prune(module);
    if (!clr::Failed(result) && methods.Count() > 0 && AreAll(results, methods.Count(), results[0])) result = results[0];
    LogDebug("module %llx: %u items, %u methods: %08x", static_cast<unsigned long long>(module), items.Count(), methods.Count(), result);
    return result;
}

HResult Weaver::Keep(void* typeHandle, Bytes source, uint32_t count) {
    ModuleId module = 0;
    HResult result = FindModule(typeHandle, module);
    ModuleImage image = {};
    if (!clr::Failed(result)) result = FindImage(_info, module, image);
    if (clr::Failed(result)) return result;
    if (IsPrecompiled(image) || _rejit.Kept().Has(module)) return DDRUN_E_PRECOMPILED;
    result = _rejit.Kept().Keep(_info, module, typeHandle, source, count);
    LogDebug("module %llx: %u methods kept: %08x", static_cast<unsigned long long>(module), count, result);
    return result;
}

HResult Weaver::WeaveCopy(void* typeHandle, void* wovenTypeHandle) {
    ModuleId module = 0;
    ModuleId woven = 0;
    HResult result = FindModule(typeHandle, module);
    if (!clr::Failed(result)) result = ModuleOf(_info, wovenTypeHandle, woven);
    if (clr::Failed(result)) return result;
    // Its tokens are in the order in which its methods have run.
    if (_rejit.Kept().Has(woven)) return DDRUN_E_OTHER_COPY;

    List<Token> methods;
    result = _rejit.Woven().Each(woven, [&](Originals::Original& original) {
        Tokens items;
        const HResult defined = DefineItems(_info, module, original.plan, items);
        if (clr::Failed(defined)) return defined;
        if (items.Count() != original.tokens.Count() ||
            (items.Count() != 0 && memcmp(items.Data(), original.tokens.Data(), items.Count() * sizeof(Token)) != 0))
            return static_cast<HResult>(DDRUN_E_OTHER_COPY);
        for (const Token method : original.methods) {
            const bool isWoven = _rejit.Bodies().With(woven, method, [](BodyStore::Body&, void*) {});
            if (isWoven && !methods.Add(method)) return static_cast<HResult>(clr::OutOfMemory);
        }
        return static_cast<HResult>(clr::Ok);
    });
    if (clr::Failed(result)) return result;
    if (methods.Count() == 0) return DDRUN_E_OTHER_COPY;

    List<HResult> results;
    if (!results.Reserve(methods.Count())) return clr::OutOfMemory;
    for (uint32_t i = 0; i < methods.Count(); i++) (void)results.Add(clr::Ok);
    if (!_rejit.Bodies().Lend(module, typeHandle, woven)) return clr::OutOfMemory;
    result = _rejit.Request(_info, module, methods.Data(), methods.Count(), results.Data());
    LogDebug("module %llx: as %llx, %u methods: %08x", static_cast<unsigned long long>(module), static_cast<unsigned long long>(woven),
             methods.Count(), result);
    return result;
}

HResult Weaver::Restore(void* typeHandle, const Token* methods, uint32_t count, HResult* results) {
    ModuleId module = 0;
    const HResult result = ModuleOf(_info, typeHandle, module);
    if (clr::Failed(result)) return result;
    for (uint32_t i = 0; i < count; i++) {
        _rejit.Kept().Leave(module, methods[i]);
        _rejit.Bodies().Remove(module, methods[i]);
    }
    Prune(module);
    // Not RequestRevert: it brings back native code that inlines what is woven by now.
    return _rejit.Request(_info, module, methods, count, results);
}

// What plans define is kept for bodies; a module that is woven otherwise again and again would have ever more of it.
void Weaver::Prune(ModuleId module) {
    _rejit.Woven().Prune(module, [&](uint32_t generation) { return _rejit.Bodies().HasPlan(generation); });
}

HResult Weaver::StoreBodies(ModuleId module, void* typeHandle, const Plan& plan, const List<Token>& items, List<Token>& methods) {
    if (!methods.Reserve(plan.methods.Count())) return clr::OutOfMemory;
    for (const PlanMethod& method : plan.methods) (void)methods.Add(method.token);
    // First, as the runtime may ask for a body as soon as it is there.
    if (!_rejit.Woven().Add(module, _rejit.Bodies().BeginPlan(), plan, items, methods)) return clr::OutOfMemory;
    for (const PlanMethod& method : plan.methods) {
        _rejit.Kept().Leave(module, method.token);
        BodyStore::Body* body = BodyStore::Create(module, typeHandle, method.token, method.body.size, method.map.count);
        if (body == nullptr) return clr::OutOfMemory;
        for (uint32_t i = 0; i < method.map.count; i++) body->Map()[i] = {method.map[i].offset, method.map[i].reference, 1};
        memcpy(body->Bytes(), method.body.data, method.body.size);
        ResolveBody(method.relocations, items, body->Bytes());
        if (!_rejit.Bodies().Put(body)) {
            BodyStore::Destroy(body);
            return clr::OutOfMemory;
        }
    }
    return clr::Ok;
}

} // namespace ddrun
