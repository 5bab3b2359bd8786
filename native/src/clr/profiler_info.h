// What the runtime offers a profiler: the methods of ICorProfilerInfo to ICorProfilerInfo10 that are used here, by slot.
#pragma once

#include "clr/abi.h"

namespace ddrun::clr {

constexpr uint32_t MonitorModuleLoads = 0x4;
// Without it a request is sometimes never carried out (dotnet/runtime#87418).
constexpr uint32_t MonitorJitCompilation = 0x20;
constexpr uint32_t EnableRejit = 0x40000;

constexpr uint32_t RejitBlockInlining = 0x1;
constexpr uint32_t RejitInliningCallbacks = 0x2;

constexpr uint32_t ModuleIsReflectionEmit = 0x4;
constexpr uint32_t ModuleIsCollectible = 0x8;
constexpr uint32_t ModuleIsFlat = 0x20;

constexpr uint32_t OpenForWrite = 0x1;

/// IMethodMalloc: memory for bodies, as long as their module lives.
struct BodyAllocator : UpTo<Unknown, 3> {
    static constexpr int NextSlot = 4;

    virtual void* Allocate(uint32_t size) = 0;
};

/// Where an instruction of the original code went.
struct IlMapEntry {
    uint32_t oldOffset;
    uint32_t newOffset;
    int32_t accurate;
};

struct ProfilerInfoCode : UpTo<Unknown, 5> {
    static constexpr int NextSlot = 6;

    virtual HResult GetCodeInfo(FunctionId function, const uint8_t** start, uint32_t* size) = 0;
};

struct ProfilerInfoClasses : UpTo<ProfilerInfoCode, 14> {
    static constexpr int NextSlot = 16;

    virtual HResult GetClassIdInfo(ClassId type, ModuleId* module, Token* token) = 0;
    virtual HResult GetFunctionInfo(FunctionId function, ClassId* type, ModuleId* module, Token* token) = 0;
};

struct ProfilerInfoModules : UpTo<ProfilerInfoClasses, 21> {
    static constexpr int NextSlot = 25;

    virtual HResult GetModuleMetadata(ModuleId module, uint32_t openFlags, const Guid& id, void** object) = 0;
    virtual HResult GetMethodBody(ModuleId module, Token method, const uint8_t** body, uint32_t* size) = 0;
    virtual HResult GetBodyAllocator(ModuleId module, BodyAllocator** allocator) = 0;
    /// The body is not copied. It is the one that the module has from now on, for methods that are inlined as well.
    virtual HResult SetMethodBody(ModuleId module, Token method, const uint8_t* body) = 0;
};

struct ProfilerInfoMaps : UpTo<ProfilerInfoModules, 29> {
    static constexpr int NextSlot = 30;

    /// Copied. Of the body that `SetMethodBody` gave.
    virtual HResult SetInstrumentedCodeMap(FunctionId function, int32_t isFirst, uint32_t count, const IlMapEntry* entries) = 0;
};

struct ProfilerInfoRuntime : UpTo<ProfilerInfoMaps, 67> {
    static constexpr int NextSlot = 68;

    virtual HResult GetRuntimeInformation(uint16_t* instance, uint32_t* kind, uint16_t* major, uint16_t* minor, uint16_t* build,
                                          uint16_t* revision, uint32_t capacity, uint32_t* length, char16_t* version) = 0;
};

struct ProfilerInfoImages : UpTo<ProfilerInfoRuntime, 70> {
    static constexpr int NextSlot = 71;

    virtual HResult GetModuleInfo(ModuleId module, const uint8_t** base, uint32_t capacity, uint32_t* length, char16_t* name,
                                  AssemblyId* assembly, uint32_t* flags) = 0;
};

struct ProfilerInfoThreads : UpTo<ProfilerInfoImages, 72> {
    static constexpr int NextSlot = 73;

    virtual HResult InitializeCurrentThread() = 0;
};

struct ProfilerInfoEvents : UpTo<ProfilerInfoThreads, 82> {
    static constexpr int NextSlot = 83;

    virtual HResult SetEventMask(uint32_t low, uint32_t high) = 0;
};

struct ProfilerInfoChanges : UpTo<ProfilerInfoEvents, 84> {
    static constexpr int NextSlot = 85;

    virtual HResult ApplyMetadata(ModuleId module) = 0;
};

struct ProfilerInfo : UpTo<ProfilerInfoChanges, 96> {
    static constexpr Guid Id{0x2F1B5152, 0xC869, 0x40C9, {0xAA, 0x5F, 0x3A, 0xBE, 0x02, 0x6B, 0xD7, 0x20}};
    static constexpr int NextSlot = 97;

    virtual HResult RequestRejitWithInliners(uint32_t flags, uint32_t count, const ModuleId* modules, const Token* methods) = 0;
};

/// Takes a method's new body; the runtime copies it.
struct FunctionControl : UpTo<Unknown, 4> {
    static constexpr int NextSlot = 6;

    virtual HResult SetMethodBody(uint32_t size, const uint8_t* body) = 0;
    /// Copied; the line numbers of stack traces come from it.
    virtual HResult SetInstrumentedCodeMap(uint32_t count, const IlMapEntry* entries) = 0;
};

} // namespace ddrun::clr
