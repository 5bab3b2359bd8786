// What the runtime tells a profiler: ICorProfilerCallback to ICorProfilerCallback11, by slot.
#pragma once

#include "clr/profiler_info.h"

namespace ddrun::clr {

struct CallbackStart : Unknown {
    static constexpr int NextSlot = 5;

    virtual HResult Initialize(Unknown* /*info*/) { return Ok; }
    virtual HResult Shutdown() { return Ok; }
};

struct CallbackModules : UpTo<CallbackStart, 14> {
    static constexpr int NextSlot = 16;

    virtual HResult ModuleLoadFinished(ModuleId /*module*/, HResult /*result*/) { return Ok; }
    virtual HResult ModuleUnloadStarted(ModuleId /*module*/) { return Ok; }
};

struct CallbackCompilation : UpTo<CallbackModules, 23> {
    static constexpr int NextSlot = 25;

    virtual HResult JitCompilationStarted(FunctionId /*function*/, int32_t /*safeToBlock*/) { return Ok; }
    virtual HResult JitCompilationFinished(FunctionId /*function*/, HResult /*result*/, int32_t /*safeToBlock*/) { return Ok; }
};

struct CallbackInlining : UpTo<CallbackCompilation, 28> {
    static constexpr int NextSlot = 29;

    virtual HResult JitInlining(FunctionId /*caller*/, FunctionId /*callee*/, int32_t* /*mayInline*/) { return Ok; }
};

struct CallbackAttach : UpTo<CallbackInlining, 80> {
    static constexpr int NextSlot = 81;

    virtual HResult InitializeForAttach(Unknown* /*info*/, void* /*data*/, uint32_t /*size*/) { return Ok; }
};

struct CallbackRejit : UpTo<CallbackAttach, 84> {
    static constexpr int NextSlot = 87;

    virtual HResult GetRejitParameters(ModuleId /*module*/, Token /*method*/, FunctionControl* /*control*/) { return Ok; }
    virtual HResult RejitCompilationFinished(FunctionId /*function*/, uintptr_t /*rejit*/, HResult /*result*/, int32_t /*safeToBlock*/) {
        return Ok;
    }
    virtual HResult RejitError(ModuleId /*module*/, Token /*method*/, FunctionId /*function*/, HResult /*result*/) { return Ok; }
};

struct ProfilerCallback : UpTo<CallbackRejit, 97> {
    static constexpr int NextSlot = 98;

    virtual HResult LoadAsNotificationOnly(int32_t* /*notificationOnly*/) { return Ok; }
};

/// ICorProfilerCallback itself and its successors 2 to 11, which the runtime asks for one after the other.
constexpr Guid CallbackIds[] = {
    {0x176FBED1, 0xA55C, 0x4796, {0x98, 0xCA, 0xA9, 0xDA, 0x0E, 0xF8, 0x83, 0xE7}},
    {0x8A8CC829, 0xCCF2, 0x49FE, {0xBB, 0xAE, 0x0F, 0x02, 0x22, 0x28, 0x07, 0x1A}},
    {0x4FD2ED52, 0x7731, 0x4B8D, {0x94, 0x69, 0x03, 0xD2, 0xCC, 0x30, 0x86, 0xC5}},
    {0x7B63B2E3, 0x107D, 0x4D48, {0xB2, 0xF6, 0xF6, 0x1E, 0x22, 0x94, 0x70, 0xD2}},
    {0x8DFBA405, 0x8C9F, 0x45F8, {0xBF, 0xFA, 0x83, 0xB1, 0x4C, 0xEF, 0x78, 0xB5}},
    {0xFC13DF4B, 0x4448, 0x4F4F, {0x95, 0x0C, 0xBA, 0x8D, 0x19, 0xD0, 0x0C, 0x36}},
    {0xF76A2DBA, 0x1D52, 0x4539, {0x86, 0x6C, 0x2A, 0xA5, 0x18, 0xF9, 0xEF, 0xC3}},
    {0x5BED9B15, 0xC079, 0x4D47, {0xBF, 0xE2, 0x21, 0x5A, 0x14, 0x0C, 0x07, 0xE0}},
    {0x27583EC3, 0xC8F5, 0x482F, {0x80, 0x52, 0x19, 0x4B, 0x8C, 0xE4, 0x70, 0x5A}},
    {0xCEC5B60E, 0xC69C, 0x495F, {0x87, 0xF6, 0x84, 0xD2, 0x8E, 0xE1, 0x6F, 0xFB}},
    {0x42350846, 0xAAED, 0x47F7, {0xB1, 0x28, 0xFD, 0x0C, 0x98, 0x88, 0x1C, 0xDE}},
};

} // namespace ddrun::clr
