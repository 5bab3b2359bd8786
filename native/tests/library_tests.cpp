// The library as it is shipped, opened as the runtime opens it.
#include "class_factory.h"
#include "ddrun.h"
#include "fake_runtime.h"
#include "harness.h"
#include "profiler.h"

#include <cstdio>
#include <dlfcn.h>
#if defined(__linux__)
#include <elf.h>
#endif

using namespace ddrun;
using namespace ddrun::tests;

namespace {

int anything = 0;

using GetClassObject = clr::HResult (*)(const clr::Guid&, const clr::Guid&, void**);

template <typename Function>
Function Find(const char* name) {
    void* library = dlopen(DDRUN_LIBRARY, RTLD_NOW | RTLD_LOCAL);
    CHECK(library != nullptr);
    void* symbol = library == nullptr ? nullptr : dlsym(library, name);
    CHECK(symbol != nullptr);
    Function function = nullptr;
    memcpy(&function, &symbol, sizeof symbol);
    return function;
}

clr::ProfilerCallback* CreateProfiler() {
    const auto getClassObject = Find<GetClassObject>("DllGetClassObject");
    void* factory = nullptr;
    void* profiler = nullptr;
    CHECK(getClassObject(Profiler::ClassId, clr::ClassFactory::Id, &factory) == clr::Ok);
    CHECK(static_cast<clr::ClassFactory*>(factory)->CreateInstance(nullptr, clr::CallbackIds[1], &profiler) == clr::Ok);
    return static_cast<clr::ProfilerCallback*>(static_cast<clr::Unknown*>(profiler));
}

} // namespace

TEST(the_library_makes_the_profiler_and_nothing_else) {
    const auto getClassObject = Find<GetClassObject>("DllGetClassObject");
    void* object = &object;
    CHECK(getClassObject(clr::ClassFactory::Id, clr::ClassFactory::Id, &object) == clr::ClassNotAvailable);
    CHECK(object == nullptr);
    CHECK(getClassObject(Profiler::ClassId, clr::ProfilerInfo::Id, &object) == clr::NoInterface);
    CHECK(Find<clr::HResult (*)()>("DllCanUnloadNow")() == clr::False);
}

TEST(the_profiler_is_every_callback_interface) {
    clr::ProfilerCallback* profiler = CreateProfiler();
    void* object = nullptr;
    for (const clr::Guid& id : clr::CallbackIds) CHECK(profiler->QueryInterface(id, &object) == clr::Ok);
    CHECK(profiler->QueryInterface(clr::ProfilerInfo::Id, &object) == clr::NoInterface);
    int32_t notificationOnly = 1;
    CHECK(profiler->LoadAsNotificationOnly(&notificationOnly) == clr::Ok && notificationOnly == 0);
}

TEST(the_library_is_not_ready_before_a_runtime_comes) {
    CHECK(Find<int32_t (*)()>("ddrun_abi")() == DDRUN_ABI);
    CHECK(Find<int32_t (*)()>("ddrun_ready")() == DDRUN_E_NOT_READY);
}

TEST(an_older_runtime_is_left_alone) {
    FakeRuntime old;
    old.major = 7;
    CHECK(CreateProfiler()->Initialize(&old) == clr::CancelActivation);
    CHECK(old.events == 0);
    CHECK(Find<int32_t (*)()>("ddrun_ready")() == DDRUN_E_NOT_READY);
}

TEST(a_started_profiler_is_ready_until_the_runtime_shuts_down) {
    static FakeRuntime runtime;
    clr::ProfilerCallback* profiler = CreateProfiler();
    CHECK(profiler->InitializeForAttach(&runtime, nullptr, 0) == clr::Ok);
    CHECK(runtime.events == (clr::EnableRejit | clr::MonitorModuleLoads | clr::MonitorJitCompilation));
    CHECK(Find<int32_t (*)()>("ddrun_ready")() == clr::Ok);
    CHECK(profiler->Shutdown() == clr::Ok);
    CHECK(Find<int32_t (*)()>("ddrun_ready")() == DDRUN_E_NOT_READY);
}

TEST(null_arguments_are_refused) {
    using Weave = int32_t (*)(void*, const uint8_t*, uint32_t, int32_t*, uint32_t);
    const uint8_t plan[1] = {};
    CHECK(Find<Weave>("ddrun_weave")(nullptr, plan, 1, nullptr, 0) == clr::InvalidPointer);
    CHECK(Find<Weave>("ddrun_weave")(&anything, nullptr, 0, nullptr, 0) == clr::InvalidPointer);
    CHECK(Find<Weave>("ddrun_weave")(&anything, plan, 1, nullptr, 0) == DDRUN_E_PLAN_TRUNCATED);
    using Keep = int32_t (*)(void*, const uint8_t*, uint32_t, uint32_t);
    CHECK(Find<Keep>("ddrun_keep")(nullptr, plan, 1, 0) == clr::InvalidPointer);
    CHECK(Find<Keep>("ddrun_keep")(&anything, nullptr, 0, 0) == clr::InvalidPointer);
    CHECK(Find<int32_t (*)(ddrun_failure*, uint32_t)>("ddrun_take_failures")(nullptr, 1) == clr::InvalidPointer);
}

#if defined(__linux__)
TEST(the_library_names_no_other_library_and_no_symbol_version) {
    List<uint8_t> image;
    FILE* file = fopen(DDRUN_LIBRARY, "rb");
    CHECK(file != nullptr);
    uint8_t buffer[4096];
    while (const size_t read = fread(buffer, 1, sizeof buffer, file)) CHECK(image.AddRange(buffer, static_cast<uint32_t>(read)));
    fclose(file);

    Elf64_Ehdr header;
    memcpy(&header, image.Data(), sizeof header);
    int dynamicSections = 0;
    for (uint32_t i = 0; i < header.e_phnum; i++) {
        Elf64_Phdr segment;
        memcpy(&segment, image.Data() + header.e_phoff + i * sizeof segment, sizeof segment);
        if (segment.p_type != PT_DYNAMIC) continue;
        dynamicSections++;
        for (uint64_t offset = 0; offset < segment.p_filesz; offset += sizeof(Elf64_Dyn)) {
            Elf64_Dyn entry;
            memcpy(&entry, image.Data() + segment.p_offset + offset, sizeof entry);
            CHECK(entry.d_tag != DT_NEEDED && entry.d_tag != DT_VERNEED);
        }
    }
    CHECK(dynamicSections == 1);
}
#endif
