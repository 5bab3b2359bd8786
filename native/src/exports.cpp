#include "ddrun.h"

#include "class_factory.h"
#include "log.h"
#include "module_image.h"
#include "plan_reader.h"
#include "profiler.h"
#include "weaver.h"

using ddrun::Profiler;
using ddrun::clr::HResult;

namespace clr = ddrun::clr;

#if defined(_WIN32)
// Their names are exported by exports.def: the platform's headers declare them in a way of their own.
#define DDRUN_COM_EXPORT
#else
#define DDRUN_COM_EXPORT DDRUN_EXPORT
#endif

extern "C" DDRUN_COM_EXPORT HResult DllGetClassObject(const clr::Guid& classId, const clr::Guid& id, void** object) {
    if (object == nullptr) return clr::InvalidPointer;
    *object = nullptr;
    if (!(classId == Profiler::ClassId)) return clr::ClassNotAvailable;
    return ddrun::ProfilerFactory::Instance().QueryInterface(id, object);
}

extern "C" DDRUN_COM_EXPORT HResult DllCanUnloadNow() {
    return clr::False;
}

int32_t ddrun_abi(void) {
    return DDRUN_ABI;
}

int32_t ddrun_ready(void) {
    return Profiler::Instance().Work().IsOpen() ? clr::Ok : DDRUN_E_NOT_READY;
}

int32_t ddrun_weave(void* type_handle, const uint8_t* plan, uint32_t plan_size, int32_t* results, uint32_t result_count) {
    if (type_handle == nullptr || plan == nullptr || (results == nullptr && result_count != 0)) return clr::InvalidPointer;
    ddrun::Plan parsed = {};
    const HResult result = ddrun::ReadPlan(plan, plan_size, parsed);
    if (clr::Failed(result)) return result;
    if (parsed.methods.Count() != result_count) return DDRUN_E_RESULT_COUNT;
    return Profiler::Instance().Work().Run(
        [&](clr::ProfilerInfo& info) { return ddrun::Weaver(info, Profiler::Instance().Methods()).Weave(type_handle, parsed, results); });
}

int32_t ddrun_keep(void* type_handle, const uint8_t* plan, uint32_t plan_size, uint32_t method_count) {
    if (type_handle == nullptr || plan == nullptr) return clr::InvalidPointer;
    return Profiler::Instance().Work().Run([&](clr::ProfilerInfo& info) {
        return ddrun::Weaver(info, Profiler::Instance().Methods()).Keep(type_handle, {plan, plan_size}, method_count);
    });
}

int32_t ddrun_weave_copy(void* type_handle, void* woven_type_handle) {
    if (type_handle == nullptr || woven_type_handle == nullptr) return clr::InvalidPointer;
    return Profiler::Instance().Work().Run([&](clr::ProfilerInfo& info) {
        return ddrun::Weaver(info, Profiler::Instance().Methods()).WeaveCopy(type_handle, woven_type_handle);
    });
}

int32_t ddrun_restore(void* type_handle, const uint32_t* tokens, uint32_t count, int32_t* results) {
    if (type_handle == nullptr || tokens == nullptr || results == nullptr) return clr::InvalidPointer;
    return Profiler::Instance().Work().Run([&](clr::ProfilerInfo& info) {
        return ddrun::Weaver(info, Profiler::Instance().Methods()).Restore(type_handle, tokens, count, results);
    });
}

int32_t ddrun_module_image(void* type_handle, const uint8_t** base, uint32_t* size, uint32_t* is_mapped) {
    if (type_handle == nullptr || base == nullptr || size == nullptr || is_mapped == nullptr) return clr::InvalidPointer;
    return Profiler::Instance().Work().Run([&](clr::ProfilerInfo& info) {
        clr::ModuleId module = 0;
        ddrun::ModuleImage image = {};
        HResult result = ddrun::ModuleOf(info, type_handle, module);
        if (!clr::Failed(result)) result = ddrun::FindImage(info, module, image);
        if (clr::Failed(result)) return result;
        *base = image.base;
        *size = image.size;
        *is_mapped = image.isMapped ? 1 : 0;
        return result;
    });
}

int32_t ddrun_method_body(void* type_handle, uint32_t token, const uint8_t** body, uint32_t* size) {
    if (type_handle == nullptr || body == nullptr || size == nullptr) return clr::InvalidPointer;
    return Profiler::Instance().Work().Run([&](clr::ProfilerInfo& info) {
        clr::ModuleId module = 0;
        const HResult result = ddrun::ModuleOf(info, type_handle, module);
        if (clr::Failed(result)) return result;
        ddrun::Bytes original = {};
        if (!Profiler::Instance().Methods().Kept().FindOriginal(module, token, original))
            return info.GetMethodBody(module, token, body, size);
        *body = original.data;
        *size = original.size;
        return clr::Ok;
    });
}

int32_t ddrun_take_failures(ddrun_failure* buffer, uint32_t capacity) {
    if (buffer == nullptr) return clr::InvalidPointer;
    return static_cast<int32_t>(Profiler::Instance().Methods().Refusals().Take(buffer, capacity));
}

int32_t ddrun_take_unfinished(ddrun_failure* buffer, uint32_t capacity) {
    if (buffer == nullptr) return clr::InvalidPointer;
    return static_cast<int32_t>(Profiler::Instance().Methods().Unfinished().Take(buffer, capacity));
}

void ddrun_note_rules(uint32_t count) {
    Profiler::Instance().Told().SetRules(count);
}
