// The contract with the managed side: src/Instrumentation/Profiler/ProfilerNative.cs.
// The layout of a plan: docs/weave-plan.md.
#pragma once

#include <stdint.h>

#if defined(_WIN32)
#define DDRUN_EXPORT __declspec(dllexport)
#else
#define DDRUN_EXPORT __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define DDRUN_ABI 4

/// What a call answers when the runtime's own HRESULTs have no word for it.
enum ddrun_error {
    DDRUN_E_NOT_READY = (int32_t)0xA0040001,
    DDRUN_E_WRONG_MODULE = (int32_t)0xA0040002,
    DDRUN_E_RESULT_COUNT = (int32_t)0xA0040003,
    DDRUN_E_NO_IMAGE = (int32_t)0xA0040004,
    DDRUN_E_NOT_COMPILED = (int32_t)0xA0040005,
    DDRUN_E_OTHER_COPY = (int32_t)0xA0040006,
    DDRUN_E_PRECOMPILED = (int32_t)0xA0040007,
    DDRUN_E_COMPILED = (int32_t)0xA0040008,
    DDRUN_E_PLAN_TRUNCATED = (int32_t)0xA0040010,
    DDRUN_E_PLAN_HEADER = (int32_t)0xA0040011,
    DDRUN_E_PLAN_COUNT = (int32_t)0xA0040012,
    DDRUN_E_PLAN_ITEM = (int32_t)0xA0040013,
    DDRUN_E_PLAN_REFERENCE = (int32_t)0xA0040014,
    DDRUN_E_PLAN_OFFSET = (int32_t)0xA0040015,
    DDRUN_E_PLAN_METHOD = (int32_t)0xA0040016,
    DDRUN_E_PLAN_BODY = (int32_t)0xA0040017,
    DDRUN_E_PLAN_TRAILING = (int32_t)0xA0040018
};

/// A method whose new body the runtime refused or could not compile after the weave had been answered.
// NOLINTNEXTLINE(modernize-use-using): C reads this, too.
typedef struct ddrun_failure {
    void* type_handle;
    uint32_t token;
    int32_t result;
} ddrun_failure;

/// `type_handle` is always the RuntimeTypeHandle.Value of the module's first type, `<Module>`.
/// Every call may be made from any thread; all but `ddrun_abi`, `ddrun_ready` and the last three wait for the worker
/// thread.
DDRUN_EXPORT int32_t ddrun_abi(void);
DDRUN_EXPORT int32_t ddrun_ready(void);
DDRUN_EXPORT int32_t ddrun_weave(void* type_handle, const uint8_t* plan, uint32_t plan_size, int32_t* results, uint32_t result_count);
/// Keeps a plan for a module of which nothing has been compiled yet: each method gets its body right before it is compiled for the first time.
/// `DDRUN_E_PRECOMPILED` where the module has compiled code with it.
DDRUN_EXPORT int32_t ddrun_keep(void* type_handle, const uint8_t* plan, uint32_t plan_size, uint32_t method_count);
/// The same module, loaded again: it gets the bodies of the copy that is woven. `DDRUN_E_OTHER_COPY` where it needs a plan of its own.
DDRUN_EXPORT int32_t ddrun_weave_copy(void* type_handle, void* woven_type_handle);
DDRUN_EXPORT int32_t ddrun_restore(void* type_handle, const uint32_t* tokens, uint32_t count, int32_t* results);
DDRUN_EXPORT int32_t ddrun_module_image(void* type_handle, const uint8_t** base, uint32_t* size, uint32_t* is_mapped);
DDRUN_EXPORT int32_t ddrun_method_body(void* type_handle, uint32_t token, const uint8_t** body, uint32_t* size);
DDRUN_EXPORT int32_t ddrun_take_failures(ddrun_failure* buffer, uint32_t capacity);
/// The woven methods that the calling thread has begun to compile and not finished: those whose body has just been
/// given up, when it asks in the middle of the exception that says so.
DDRUN_EXPORT int32_t ddrun_take_unfinished(ddrun_failure* buffer, uint32_t capacity);
/// How many rules of the user's are in force, for whoever looks at the process from outside.
DDRUN_EXPORT void ddrun_note_rules(uint32_t count);

#ifdef __cplusplus
}
#endif
