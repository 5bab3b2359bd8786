#pragma once

#include "clr/profiler_callback.h"
#include "hook_shortcut.h"
#include "notice.h"
#include "rejit.h"
#include "worker.h"

namespace ddrun {

/// The profiler that the runtime loads: it hears of very little, and passes that on. There is one, and it is never
/// destroyed, since threads may still be in it while the process exits.
class Profiler final : public clr::ProfilerCallback {
public:
    static constexpr clr::Guid ClassId{0x8C5A1E0B, 0x3D0F, 0x4C1E, {0x9E, 0x57, 0x6B, 0x2D, 0x7F, 0x41, 0xD0, 0xA7}};

    static Profiler& Instance();

    constexpr Profiler() = default;

    Worker& Work() { return _worker; }
    Rejit& Methods() { return _rejit; }
    Notice& Told() { return _notice; }

    clr::HResult QueryInterface(const clr::Guid& id, void** object) override;
    uint32_t AddRef() override { return 1; }
    uint32_t Release() override { return 1; }

    clr::HResult Initialize(clr::Unknown* info) override;
    clr::HResult InitializeForAttach(clr::Unknown* info, void* data, uint32_t size) override;
    clr::HResult Shutdown() override;
    clr::HResult ModuleLoadFinished(clr::ModuleId module, clr::HResult result) override;
    clr::HResult ModuleUnloadStarted(clr::ModuleId module) override;
    clr::HResult JitCompilationStarted(clr::FunctionId function, int32_t safeToBlock) override;
    clr::HResult JitCompilationFinished(clr::FunctionId function, clr::HResult result, int32_t safeToBlock) override;
    clr::HResult JitInlining(clr::FunctionId caller, clr::FunctionId callee, int32_t* mayInline) override;
    clr::HResult GetRejitParameters(clr::ModuleId module, clr::Token method, clr::FunctionControl* control) override;
    clr::HResult RejitCompilationFinished(clr::FunctionId function, uintptr_t rejit, clr::HResult result, int32_t safeToBlock) override;
    clr::HResult RejitError(clr::ModuleId module, clr::Token method, clr::FunctionId function, clr::HResult result) override;
    clr::HResult LoadAsNotificationOnly(int32_t* notificationOnly) override;

private:
    clr::HResult Start(clr::Unknown& unknown, uint16_t& runtimeMajor);
    bool Find(clr::FunctionId function, clr::ModuleId& module, clr::Token& method);

    clr::ProfilerInfo* _info = nullptr;
    Worker _worker;
    Rejit _rejit;
    HookShortcut _shortcut;
    Notice _notice;
};

} // namespace ddrun
