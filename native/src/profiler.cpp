#include "profiler.h"

#include "log.h"

#include <cstdlib>

namespace ddrun {

using clr::HResult;

namespace {

constexpr uint32_t CoreClr = 2;
constexpr uint16_t OldestRuntime = 8;

Profiler instance;

bool IsSupported(clr::ProfilerInfo& info, uint16_t& major) {
    uint16_t clrInstance = 0;
    uint16_t minor = 0;
    uint16_t build = 0;
    uint16_t revision = 0;
    uint32_t kind = 0;
    uint32_t length = 0;
    const HResult result = info.GetRuntimeInformation(&clrInstance, &kind, &major, &minor, &build, &revision, 0, &length, nullptr);
    LogDebug("runtime %u.%u.%u: %08x", major, minor, build, result);
    return !clr::Failed(result) && kind == CoreClr && major >= OldestRuntime;
}

} // namespace

Profiler& Profiler::Instance() {
    return instance;
}

HResult Profiler::QueryInterface(const clr::Guid& id, void** object) {
    if (object == nullptr) return clr::InvalidPointer;
    *object = nullptr;
    bool known = id == clr::Unknown::Id;
    for (const clr::Guid& callback : clr::CallbackIds) known = known || id == callback;
    if (!known) return clr::NoInterface;
    *object = static_cast<clr::Unknown*>(this);
    return clr::Ok;
}

HResult Profiler::Initialize(clr::Unknown* info) {
    if (info == nullptr) return clr::InvalidPointer;
    uint16_t major = 0;
    const HResult result = Start(*info, major);
    // Nothing changes the environment while the runtime starts.
    // NOLINTNEXTLINE(concurrency-mt-unsafe)
    if (!clr::Failed(result)) _shortcut.Open(getenv("DOTNET_STARTUP_HOOKS"), getenv("CORECLR_PROFILER_PATH"), major);
    return result;
}

// The modules are loaded and the hooks called by then.
HResult Profiler::InitializeForAttach(clr::Unknown* info, void* /*data*/, uint32_t /*size*/) {
    uint16_t major = 0;
    return info == nullptr ? clr::InvalidPointer : Start(*info, major);
}

HResult Profiler::Start(clr::Unknown& unknown, uint16_t& runtimeMajor) {
    OpenLog();
    void* object = nullptr;
    if (clr::Failed(unknown.QueryInterface(clr::ProfilerInfo::Id, &object))) return clr::CancelActivation;
    auto* info = static_cast<clr::ProfilerInfo*>(object);
    // A child process that inherits the variables may well run on an older runtime.
    if (!IsSupported(*info, runtimeMajor)) {
        info->Release();
        return clr::CancelActivation;
    }
    const HResult result = info->SetEventMask(clr::EnableRejit | clr::MonitorModuleLoads | clr::MonitorJitCompilation, 0);
    LogDebug("events: %08x", result);
    if (clr::Failed(result)) {
        info->Release();
        return result;
    }
    _info = info;
    _worker.Open(info, [] { instance._notice.SetWoven(instance._rejit.WovenCount()); });
    return clr::Ok;
}

HResult Profiler::Shutdown() {
    _worker.Close();
    return clr::Ok;
}

HResult Profiler::ModuleLoadFinished(clr::ModuleId module, HResult result) {
    if (!clr::Failed(result)) _shortcut.ModuleLoaded(*_info, module, _rejit);
    return clr::Ok;
}

HResult Profiler::ModuleUnloadStarted(clr::ModuleId module) {
    _rejit.Forget(module);
    return clr::Ok;
}

HResult Profiler::JitCompilationStarted(clr::FunctionId function, int32_t /*safeToBlock*/) {
    if (!_rejit.Kept().IsEmpty()) _rejit.Give(*_info, function);
    return clr::Ok;
}

HResult Profiler::JitCompilationFinished(clr::FunctionId function, HResult /*result*/, int32_t /*safeToBlock*/) {
    clr::ModuleId module = 0;
    clr::Token method = 0;
    if (!_rejit.Kept().IsEmpty() && Find(function, module, method)) _rejit.Unfinished().Finish(module, method);
    return clr::Ok;
}

HResult Profiler::JitInlining(clr::FunctionId /*caller*/, clr::FunctionId callee, int32_t* mayInline) {
    clr::ModuleId module = 0;
    clr::Token method = 0;
    if (mayInline != nullptr && !_rejit.Kept().IsEmpty() && Find(callee, module, method) && !_rejit.Kept().MayInline(module, method))
        *mayInline = 0;
    return clr::Ok;
}

HResult Profiler::GetRejitParameters(clr::ModuleId module, clr::Token method, clr::FunctionControl* control) {
    return control == nullptr ? clr::InvalidPointer : _rejit.Provide(*_info, module, method, *control);
}

HResult Profiler::RejitCompilationFinished(clr::FunctionId function, uintptr_t /*rejit*/, HResult result, int32_t /*safeToBlock*/) {
    clr::ModuleId module = 0;
    clr::Token method = 0;
    if (!Find(function, module, method)) return clr::Ok;
    _rejit.Unfinished().Finish(module, method);
    if (clr::Failed(result)) _rejit.Refuse(module, method, result);
    return clr::Ok;
}

bool Profiler::Find(clr::FunctionId function, clr::ModuleId& module, clr::Token& method) {
    clr::ClassId type = 0;
    return !clr::Failed(_info->GetFunctionInfo(function, &type, &module, &method));
}

HResult Profiler::RejitError(clr::ModuleId module, clr::Token method, clr::FunctionId /*function*/, HResult result) {
    _rejit.Refuse(module, method, result);
    return clr::Ok;
}

HResult Profiler::LoadAsNotificationOnly(int32_t* notificationOnly) {
    if (notificationOnly == nullptr) return clr::InvalidPointer;
    *notificationOnly = 0;
    return clr::Ok;
}

} // namespace ddrun
