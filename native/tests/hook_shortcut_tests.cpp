#include "hook_shortcut.h"

#include "fake_image.h"
#include "fake_runtime.h"
#include "harness.h"
#include "method_body.h"

#include <cstdio>
#include <cstring>
#include <initializer_list>
#include <sys/stat.h>
#include <unistd.h>

using namespace ddrun;
using namespace ddrun::tests;

namespace {

// Types by number: their coded index in signatures is four times that.
constexpr uint8_t CallHook[] = {0x00, 0x01, 0x01, 0x11, 3 << 2};
constexpr uint8_t Path[] = {0x06, 0x0E};
constexpr uint8_t Default[] = {0x00, 0x00, 0x12, 4 << 2};
constexpr uint8_t Load[] = {0x20, 0x01, 0x12, 5 << 2, 0x0E};
constexpr uint8_t ManifestModule[] = {0x20, 0x00, 0x12, 6 << 2};
constexpr uint8_t Handle[] = {0x20, 0x00, 0x11, 7 << 2};
constexpr uint8_t Equals[] = {0x00, 0x02, 0x02, 0x0E, 0x0E};
constexpr uint8_t Text[] = {0x00, 0x01, 0x0E, 0x18};
constexpr uint8_t Run[] = {0x00, 0x01, 0x01, 0x11, 7 << 2};
constexpr uint8_t StartUp[] = {0x00, 0x01, 0x01, 0x0F, 0x03};
constexpr uint8_t GetData[] = {0x00, 0x01, 0x1C, 0x0E};
constexpr uint8_t SetData[] = {0x00, 0x02, 0x01, 0x0E, 0x1C};
constexpr FakeMember Provider[] = {{"CallStartupHook", CallHook, sizeof CallHook}, {"ManagedStartup", StartUp, sizeof StartUp}};
constexpr FakeMember NameOrPath[] = {{"Path", Path, sizeof Path}};
constexpr FakeMember Context[] = {{"get_Default", Default, sizeof Default}, {"LoadFromAssemblyPath", Load, sizeof Load}};
constexpr FakeMember Assembly[] = {{"get_ManifestModule", ManifestModule, sizeof ManifestModule}};
constexpr FakeMember Module[] = {{"get_ModuleHandle", Handle, sizeof Handle}};
constexpr FakeMember String[] = {{"op_Equality", Equals, sizeof Equals}};
constexpr FakeMember Marshal[] = {{"PtrToStringUni", Text, sizeof Text}};
constexpr FakeMember Helpers[] = {{"RunModuleConstructor", Run, sizeof Run}};
constexpr FakeMember Data[] = {{"GetData", GetData, sizeof GetData}, {"SetData", SetData, sizeof SetData}};
constexpr FakeType Core[] = {
    {"", "<Module>", nullptr, nullptr, 0, 0},
    {"System", "StartupHookProvider", nullptr, Provider, 0, 2},
    {"", "StartupHookNameOrPath", NameOrPath, nullptr, 1, 0},
    {"System.Runtime.Loader", "AssemblyLoadContext", nullptr, Context, 0, 2},
    {"System.Reflection", "Assembly", nullptr, Assembly, 0, 1},
    {"System.Reflection", "Module", nullptr, Module, 0, 1},
    {"System", "ModuleHandle", nullptr, nullptr, 0, 0},
    {"System", "Object", nullptr, nullptr, 0, 0},
    {"System", "String", nullptr, String, 0, 1},
    {"System.Runtime.InteropServices", "Marshal", nullptr, Marshal, 0, 1},
    {"System.Runtime.CompilerServices", "RuntimeHelpers", nullptr, Helpers, 0, 1},
    {"System", "AppContext", nullptr, Data, 0, 2},
    {"System.Runtime.InteropServices.ComTypes", "ITypeLib2", nullptr, nullptr, 0, 0},
};
constexpr uint32_t CoreCount = sizeof Core / sizeof Core[0];
// Nothing is called of the last: it tells whether unused parts are there.
constexpr uint32_t Unused = CoreCount - 1;
// Nor of this one, but where ours is the only hook.
constexpr uint32_t AppData = Unused - 1;
constexpr clr::Token Caller = 0x06000001;
constexpr char OnlyOurs[] = "/opt/home/hook/DdRun.StartupHook.dll";
constexpr char Ours[] = "/opt/other/hook.dll:/opt/home/hook/DdRun.StartupHook.dll";

struct Start {
    FakeRuntime runtime;
    Rejit rejit;
    List<uint8_t> image;

    explicit Start(const FakeType* types = Core, uint32_t count = CoreCount) {
        WriteImage(types, count, false, image);
        runtime.base = image.Data();
        runtime.moduleFlags = clr::ModuleIsFlat;
    }

    void Load(HookShortcut& shortcut, int modules) {
        for (int i = 0; i < modules; i++) shortcut.ModuleLoaded(runtime, FakeModule, rejit);
    }

    void LoadWithoutHooks() {
        FILE* file = fopen("no-hooks.runtimeconfig.json", "wb");
        CHECK(file != nullptr && fputs("{\"System.StartupHookProvider.IsSupported\": false}", file) >= 0 && fclose(file) == 0);
        runtime.name = u"no-hooks.dll";
        HookShortcut shortcut;
        shortcut.Open(Ours, nullptr, 10);
        Load(shortcut, 2);
        CHECK(remove("no-hooks.runtimeconfig.json") == 0);
    }
};

bool Holds(const List<uint8_t>& body, const void* part, size_t size) {
    for (uint32_t i = 0; i + size <= body.Count(); i++)
        if (memcmp(body.Data() + i, part, size) == 0) return true;
    return false;
}

} // namespace

TEST(our_hook_is_called_directly_once_the_second_module_is_there) {
    Start start;
    HookShortcut shortcut;
    shortcut.Open(Ours, nullptr, 9);
    start.Load(shortcut, 1);
    CHECK(start.runtime.requested.Count() == 0);
    start.Load(shortcut, 1);
    CHECK(start.runtime.requested.Count() == 1 && start.runtime.requested[0] == Caller);
    start.runtime.requested.Clear();
    start.Load(shortcut, 3);
    CHECK(start.runtime.requested.Count() == 0);

    FakeControl control;
    CHECK(start.rejit.Provide(start.runtime, FakeModule, Caller, control) == clr::Ok);
    CHECK(IsMethodBody({control.body.Data(), control.body.Count()}));
    // The original follows.
    CHECK(Holds(control.body, FakeRuntime::Original + 12, 1));
    // By the numbers of methods and types: RunModuleConstructor, and Object, which is what is caught.
    constexpr uint8_t RunCall[] = {0x28, 9, 0, 0, 6};
    constexpr uint8_t Caught[] = {8, 0, 0, 2};
    CHECK(Holds(control.body, RunCall, sizeof RunCall));
    CHECK(Holds(control.body, Caught, sizeof Caught));
    start.rejit.Forget(FakeModule);
}

TEST(where_ours_is_the_only_hook_the_method_before_it_starts_the_loader_and_takes_the_list_away) {
    Start start;
    HookShortcut shortcut;
    shortcut.Open(OnlyOurs, nullptr, 10);
    start.Load(shortcut, 2);
    // The other one too: the program's own settings may add to the list.
    CHECK(start.runtime.requested.Count() == 2 && start.runtime.requested[0] == Caller && start.runtime.requested[1] == Caller + 1);

    FakeControl control;
    CHECK(start.rejit.Provide(start.runtime, FakeModule, Caller + 1, control) == clr::Ok);
    CHECK(IsMethodBody({control.body.Data(), control.body.Count()}));
    constexpr uint8_t AskFirst[] = {0x28, 10, 0, 0, 6, 0x75, 9, 0, 0, 2};
    constexpr uint8_t TakeAway[] = {0x14, 0x28, 11, 0, 0, 6, 0x2A};
    CHECK(Holds(control.body, AskFirst, sizeof AskFirst));
    // And then the original.
    CHECK(Holds(control.body, TakeAway, sizeof TakeAway));
    start.rejit.Forget(FakeModule);
}

TEST(where_the_list_cannot_be_taken_away_our_hook_is_called_directly) {
    FakeType types[CoreCount];
    memcpy(static_cast<void*>(types), Core, sizeof Core);
    types[AppData].name = "Renamed";
    Start start(types, CoreCount);
    HookShortcut shortcut;
    shortcut.Open(OnlyOurs, nullptr, 10);
    start.Load(shortcut, 2);
    CHECK(start.runtime.requested.Count() == 1 && start.runtime.requested[0] == Caller);
    start.rejit.Forget(FakeModule);
}

TEST(where_hooks_are_switched_off_the_loader_is_started_before_them) {
    Start start;
    start.LoadWithoutHooks();
    CHECK(start.runtime.requested.Count() == 1 && start.runtime.requested[0] == Caller + 1);

    FakeControl control;
    CHECK(start.rejit.Provide(start.runtime, FakeModule, Caller + 1, control) == clr::Ok);
    CHECK(IsMethodBody({control.body.Data(), control.body.Count()}));
    // What follows the handler is the original and nothing else.
    constexpr uint8_t End[] = {0x26, 0xDD, 0, 0, 0, 0, 0x2A};
    CHECK(Holds(control.body, End, sizeof End));
    start.rejit.Forget(FakeModule);
}

TEST(where_hooks_are_switched_off_and_unused_parts_taken_out_nothing_is_started) {
    FakeType types[CoreCount];
    memcpy(static_cast<void*>(types), Core, sizeof Core);
    types[Unused].name = "Renamed";
    Start start(types, CoreCount);
    start.LoadWithoutHooks();
    CHECK(start.runtime.requested.Count() == 0);
}

TEST(where_the_list_has_been_replaced_the_loader_is_found_beside_the_library_and_started_before_hooks) {
    constexpr char Folder[] = "replaced-home";
    constexpr char Versioned[] = "replaced-home/net9.0";
    constexpr char Loader[] = "replaced-home/net9.0/DdRun.Loader.dll";
    CHECK(mkdir(Folder, 0700) == 0 && mkdir(Versioned, 0700) == 0);
    FILE* file = fopen(Loader, "wb");
    CHECK(file != nullptr && fclose(file) == 0);
    for (const char* hooks : {static_cast<const char*>(nullptr), "", "/opt/other/hook.dll"}) {
        Start start;
        HookShortcut shortcut;
        shortcut.Open(hooks, "replaced-home/native/linux-x64/libddrun.so", 9);
        start.Load(shortcut, 2);
        CHECK(start.runtime.requested.Count() == 1 && start.runtime.requested[0] == Caller + 1);
        start.rejit.Forget(FakeModule);
    }
    CHECK(remove(Loader) == 0 && rmdir(Versioned) == 0 && rmdir(Folder) == 0);
}

TEST(without_our_hook_and_a_home_nothing_is_asked_for) {
    for (const char* hooks : {static_cast<const char*>(nullptr), "", "/opt/other/hook.dll", "/opt/home/hook/DdRun.StartupHook.dll.bak",
                              "/opt/h\xC3\xA4user/hook/DdRun.StartupHook.dll"}) {
        Start start;
        HookShortcut shortcut;
        shortcut.Open(hooks, "/opt/home/native/linux-x64/libddrun.so", 10);
        start.Load(shortcut, 3);
        CHECK(start.runtime.requested.Count() == 0);
    }
}

TEST(a_core_library_that_is_not_as_expected_is_left_alone) {
    for (uint32_t missing = 1; missing < AppData; missing++) {
        FakeType types[CoreCount];
        memcpy(static_cast<void*>(types), Core, sizeof Core);
        types[missing].name = "Renamed";
        Start start(types, CoreCount);
        HookShortcut shortcut;
        shortcut.Open(Ours, nullptr, 10);
        start.Load(shortcut, 2);
        CHECK(start.runtime.requested.Count() == 0);
    }
}

TEST(a_core_library_without_what_everybody_may_call_was_trimmed) {
    for (const FakeType& type : Core) {
        FakeType types[CoreCount];
        memcpy(static_cast<void*>(types), Core, sizeof Core);
        types[&type - Core].methodCount = 0;
        Start start(types, CoreCount);
        ModuleImage image = {};
        CHECK(FindImage(start.runtime, FakeModule, image) == clr::Ok);
        const bool isNeeded = type.methods == Marshal || type.methods == Context || type.methods == Helpers;
        CHECK(HookShortcut::IsTrimmed(ModuleMetadata(image)) == isNeeded);
    }
}
