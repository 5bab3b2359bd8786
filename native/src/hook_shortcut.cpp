#include "hook_shortcut.h"

#include "il_builder.h"
#include "log.h"
#include "runtime_config.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <initializer_list>

namespace ddrun {

using clr::HResult;
using clr::ModuleId;
using clr::Token;

namespace {

#if defined(_WIN32)
constexpr char ListSeparator = ';';
constexpr char HookFile[] = "\\hook\\DdRun.StartupHook.dll";
constexpr char LoaderFile[] = "\\net%u.0\\DdRun.Loader.dll";
#else
constexpr char ListSeparator = ':';
constexpr char HookFile[] = "/hook/DdRun.StartupHook.dll";
constexpr char LoaderFile[] = "/net%u.0/DdRun.Loader.dll";
#endif
constexpr uint32_t HookFileLength = sizeof HookFile - 1;
// Of the library itself, in the home that the loader is in: native, the platform's folder, the file.
constexpr int LibraryDepth = 3;
constexpr uint32_t NewestRuntime = 10;

// Element types of signatures, and their first byte.
constexpr uint8_t Static = 0x00;
constexpr uint8_t Instance = 0x20;
constexpr uint8_t FieldSignature = 0x06;
constexpr uint8_t Void = 0x01;
constexpr uint8_t Char = 0x03;
constexpr uint8_t String = 0x0E;
constexpr uint8_t Pointer = 0x0F;
constexpr uint8_t ValueType = 0x11;
constexpr uint8_t Class = 0x12;
constexpr uint8_t NativeInt = 0x18;
constexpr uint8_t Object = 0x1C;

/// What the runtime knows the list of hooks by.
constexpr char16_t ListName[] = u"STARTUP_HOOKS";

/// False for what is not ASCII: such paths go the runtime's way, which knows the platform's encodings.
bool Widen(const char* text, size_t length, char16_t* wide) {
    for (size_t i = 0; i < length; i++) {
        const auto unit = static_cast<unsigned char>(text[i]);
        if (unit >= 0x80) return false;
        wide[i] = unit;
    }
    wide[length] = 0;
    return true;
}

/// A short signature.
class Signature {
public:
    Signature& Add(uint8_t element) {
        _bytes[_size++] = element;
        return *this;
    }

    /// The type's coded index, compressed.
    Signature& AddType(Token type) {
        const uint32_t coded = Row(type) << 2;
        if (coded < 0x80) return Add(static_cast<uint8_t>(coded));
        if (coded < 0x4000) return Add(static_cast<uint8_t>(0x80 | coded >> 8)).Add(static_cast<uint8_t>(coded));
        return Add(static_cast<uint8_t>(0xC0 | coded >> 24))
            .Add(static_cast<uint8_t>(coded >> 16))
            .Add(static_cast<uint8_t>(coded >> 8))
            .Add(static_cast<uint8_t>(coded));
    }

    operator Bytes() const { return {_bytes, _size}; }

private:
    uint8_t _bytes[16] = {};
    uint32_t _size = 0;
};

/// Marshal.PtrToStringUni
Token FindText(const ModuleMetadata& core) {
    return core.FindMethod(core.FindType("System.Runtime.InteropServices", "Marshal"), "PtrToStringUni",
                           Signature().Add(Static).Add(1).Add(String).Add(NativeInt));
}

/// AssemblyLoadContext.LoadFromAssemblyPath
Token FindLoad(const ModuleMetadata& core) {
    const Token assembly = core.FindType("System.Reflection", "Assembly");
    return core.FindMethod(core.FindType("System.Runtime.Loader", "AssemblyLoadContext"), "LoadFromAssemblyPath",
                           Signature().Add(Instance).Add(1).Add(Class).AddType(assembly).Add(String));
}

/// RuntimeHelpers.RunModuleConstructor
Token FindRun(const ModuleMetadata& core) {
    const Token handle = core.FindType("System", "ModuleHandle");
    return core.FindMethod(core.FindType("System.Runtime.CompilerServices", "RuntimeHelpers"), "RunModuleConstructor",
                           Signature().Add(Static).Add(1).Add(Void).Add(ValueType).AddType(handle));
}

/// Whether a part of the core library is gone that programs do not use: so what they do not use was taken out.
bool LacksUnused(const ModuleMetadata& core) {
    return core.IsReadable() && core.FindType("System.Runtime.InteropServices.ComTypes", "ITypeLib2") == 0;
}

/// The path of a module and an end behind it; 0 where it has none or does not fit.
uint32_t FindPath(clr::ProfilerInfo& info, ModuleId module, char16_t (&path)[LongestPath]) {
    uint32_t length = 0;
    const uint8_t* base = nullptr;
    clr::AssemblyId assembly = 0;
    uint32_t flags = 0;
    if (clr::Failed(info.GetModuleInfo(module, &base, LongestPath, &length, path, &assembly, &flags))) return 0;
    // The length counts the end as well, and is the whole one also where the path did not fit.
    return length > 1 && length <= LongestPath ? length - 1 : 0;
}

/// Whether the launcher, which looks at files, has told already that this program was trimmed.
bool IsToldOf(const char16_t* program, uint32_t length) {
    // Nothing changes the environment while the runtime starts.
    // NOLINTNEXTLINE(concurrency-mt-unsafe)
    const char* told = getenv("DD_RUN_TRIMMED");
    if (told == nullptr || strlen(told) != length) return false;
    for (uint32_t i = 0; i < length; i++)
        if (static_cast<unsigned char>(told[i]) != program[i]) return false;
    return true;
}

bool IsSeparator(char letter) {
#if defined(_WIN32)
    return letter == '\\' || letter == '/';
#else
    return letter == '/';
#endif
}

/// The length of the path of the home that a library is in; 0 where it is in none.
size_t HomeOf(const char* library) {
    size_t length = library == nullptr ? 0 : strlen(library);
    for (int part = 0; part < LibraryDepth && length > 0; part++) {
        while (length > 0 && !IsSeparator(library[length - 1])) length--;
        while (length > 0 && IsSeparator(library[length - 1])) length--;
    }
    return length;
}

bool Exists(const char* path) {
#if defined(_WIN32)
    FILE* file = fopen(path, "rb");
#else
    FILE* file = fopen(path, "rbe");
#endif
    return file != nullptr && fclose(file) == 0;
}

} // namespace

void HookShortcut::Open(const char* hooks, const char* library, uint32_t runtimeMajor) {
    const char* start = hooks;
    while (start != nullptr && *start != '\0') {
        const char* end = strchr(start, ListSeparator);
        const size_t length = end == nullptr ? strlen(start) : static_cast<size_t>(end - start);
        if (length > HookFileLength && length < LongestPath && strncmp(start + length - HookFileLength, HookFile, HookFileLength) == 0) {
            _isOpen = Widen(start, length, _hook) && SetLoader(start, length - HookFileLength, runtimeMajor);
            _isOnly = start == hooks && start[length] == '\0';
            return;
        }
        start = end == nullptr ? nullptr : end + 1;
    }
    _isReplaced = true;
    _isOpen = SetLoader(library, HomeOf(library), runtimeMajor);
}

bool HookShortcut::SetLoader(const char* home, size_t length, uint32_t runtimeMajor) {
    char path[LongestPath];
    if (length == 0 || length >= sizeof path) return false;
    memcpy(path, home, length);
    const size_t room = sizeof path - length;
    const int written = snprintf(path + length, room, LoaderFile, runtimeMajor < NewestRuntime ? runtimeMajor : NewestRuntime);
    return written > 0 && static_cast<size_t>(written) < room && (!_isReplaced || Exists(path)) &&
           Widen(path, length + static_cast<size_t>(written), _loader);
}

void HookShortcut::ModuleLoaded(clr::ProfilerInfo& info, ModuleId module, Rejit& rejit) {
    if (!_isOpen) return;
    if (_core == 0) {
        _core = module;
        return;
    }
    _isOpen = false;
    ModuleImage image = {};
    if (clr::Failed(FindImage(info, _core, image))) return;
    const ModuleMetadata core(image);
    // The module is the program.
    char16_t program[LongestPath] = {};
    const uint32_t length = FindPath(info, module, program);
    const bool isOff = SwitchesHooksOff(program, length);
    const bool withoutHooks = isOff || _isReplaced;
    // Trimming switches hooks off as well. Whatever it has left, our loader would fail before it could say so.
    const bool isCutDown = isOff && LacksUnused(core);
    const bool requested = !isCutDown && Request(info, core, withoutHooks, rejit);
    LogDebug("the startup hook is %s%s", requested ? "called directly" : "left to the runtime",
             isOff         ? ", where hooks are switched off"
             : _isReplaced ? ", as somebody has replaced the list that it was in"
                           : "");
    if (requested) return;
    // What was requested found all that it needs.
    if (isCutDown || IsTrimmed(core)) {
        if (!IsToldOf(program, length))
            LogRefusal("this program was trimmed, and what tracing needs with it; publish it without PublishTrimmed");
    } else if (_isReplaced) {
        LogRefusal("somebody has replaced DOTNET_STARTUP_HOOKS, and this runtime starts nothing without it; append to its value");
    }
}

bool HookShortcut::IsTrimmed(const ModuleMetadata& core) {
    return core.IsReadable() && (FindText(core) == 0 || FindLoad(core) == 0 || FindRun(core) == 0);
}

Token HookShortcut::FindCaller(const ModuleMetadata& core) {
    const Token hook = core.FindType("", "StartupHookNameOrPath");
    return core.FindMethod(core.FindType("System", "StartupHookProvider"), "CallStartupHook",
                           Signature().Add(Static).Add(1).Add(Void).Add(ValueType).AddType(hook));
}

Token HookShortcut::FindStart(const ModuleMetadata& core) {
    return core.FindMethod(core.FindType("System", "StartupHookProvider"), "ManagedStartup",
                           Signature().Add(Static).Add(1).Add(Void).Add(Pointer).Add(Char));
}

bool HookShortcut::Request(clr::ProfilerInfo& info, const ModuleMetadata& core, bool withoutHooks, Rejit& rejit) const {
    Token methods[2] = {Put(info, core, withoutHooks ? Place::Start : Place::Hook, rejit)};
    if (methods[0] == 0) return false;
    uint32_t count = 1;
    if (_isOnly && !withoutHooks) {
        methods[count] = Put(info, core, Place::OnlyHook, rejit);
        if (methods[count] != 0) count++;
    }
    HResult refused[2] = {};
    const HResult result = rejit.Request(info, _core, methods, count, refused);
    for (uint32_t i = 0; i < count; i++)
        if (clr::Failed(result) || clr::Failed(refused[i])) rejit.Bodies().Remove(_core, methods[i]);
    return !clr::Failed(result) && !clr::Failed(refused[0]);
}

// The method whose new body is ready to be asked for, 0 where there is none.
Token HookShortcut::Put(clr::ProfilerInfo& info, const ModuleMetadata& core, Place place, Rejit& rejit) const {
    const Token method = place == Place::Hook ? FindCaller(core) : FindStart(core);
    Bytes original = {};
    if (method == 0 || clr::Failed(info.GetMethodBody(_core, method, &original.data, &original.size))) return 0;

    List<uint8_t> code;
    if (!Compose(core, place, original, code)) return 0;
    BodyStore::Body* body = BodyStore::Create(_core, nullptr, method, code.Count());
    if (body == nullptr) return 0;
    memcpy(body->Bytes(), code.Data(), code.Count());
    if (rejit.Bodies().Put(body)) return method;
    BodyStore::Destroy(body);
    return 0;
}

// Hook:     if (hook.Path == ours) { try { start; return } catch (object) { } }
// OnlyHook: if (AppContext.GetData("STARTUP_HOOKS") as string == ours) { try { start } catch (object) { goto original }; AppContext.SetData("STARTUP_HOOKS", null) }
// Start:    try { start } catch (object) { }
// and then the original. To start is to run the initializer of the module that AssemblyLoadContext.Default loads from the loader's path.
bool HookShortcut::Compose(const ModuleMetadata& core, Place place, Bytes original, List<uint8_t>& body) const {
    const Token hook = core.FindType("", "StartupHookNameOrPath");
    const Token context = core.FindType("System.Runtime.Loader", "AssemblyLoadContext");
    const Token assembly = core.FindType("System.Reflection", "Assembly");
    const Token module = core.FindType("System.Reflection", "Module");
    const Token handle = core.FindType("System", "ModuleHandle");
    const Token object = core.FindType("System", "Object");
    const Token string = core.FindType("System", "String");
    const Token path = core.FindField(hook, "Path", Signature().Add(FieldSignature).Add(String));
    const Token equals = core.FindMethod(string, "op_Equality", Signature().Add(Static).Add(2).Add(0x02).Add(String).Add(String));
    const Token text = FindText(core);
    const Token standard = core.FindMethod(context, "get_Default", Signature().Add(Static).Add(0).Add(Class).AddType(context));
    const Token load = FindLoad(core);
    const Token manifest = core.FindMethod(assembly, "get_ManifestModule", Signature().Add(Instance).Add(0).Add(Class).AddType(module));
    const Token moduleHandle = core.FindMethod(module, "get_ModuleHandle", Signature().Add(Instance).Add(0).Add(ValueType).AddType(handle));
    const Token run = FindRun(core);
    for (const Token token : {object, path, equals, text, standard, load, manifest, moduleHandle, run})
        if (token == 0) return false;
    const Token data = core.FindType("System", "AppContext");
    const Token get = core.FindMethod(data, "GetData", Signature().Add(Static).Add(1).Add(Object).Add(String));
    const Token set = core.FindMethod(data, "SetData", Signature().Add(Static).Add(2).Add(Void).Add(String).Add(Object));
    if (place == Place::OnlyHook && (get == 0 || set == 0)) return false;

    IlBuilder il;
    uint32_t other = 0;
    const auto loadText = [&](const char16_t* letters) {
        il.LoadPointer(letters);
        il.With(IlBuilder::Call, text);
    };
    if (place == Place::Hook) {
        il.LoadFirstArgument();
        il.With(IlBuilder::LoadField, path);
    } else if (place == Place::OnlyHook) {
        loadText(ListName);
        il.With(IlBuilder::Call, get);
        il.With(IlBuilder::IsInstance, string);
    }
    if (place != Place::Start) {
        loadText(_hook);
        il.With(IlBuilder::Call, equals);
        other = il.Jump(IlBuilder::BranchIfFalse);
    }
    const uint32_t tryStart = il.Position();
    il.With(IlBuilder::Call, standard);
    loadText(_loader);
    il.With(IlBuilder::CallVirtual, load);
    il.With(IlBuilder::CallVirtual, manifest);
    il.With(IlBuilder::CallVirtual, moduleHandle);
    il.With(IlBuilder::Call, run);
    const uint32_t done = il.Jump(IlBuilder::Leave);
    const uint32_t handlerStart = il.Position();
    il.Add(IlBuilder::Pop);
    const uint32_t failed = il.Jump(IlBuilder::Leave);
    const uint32_t handlerEnd = il.Position();
    il.Land(done);
    if (place == Place::Hook) {
        il.Add(IlBuilder::Return);
    } else if (place == Place::OnlyHook) {
        loadText(ListName);
        il.Add(IlBuilder::LoadNull);
        il.With(IlBuilder::Call, set);
    }
    if (place != Place::Start) il.Land(other);
    il.Land(failed);
    return il.PutBefore(original, {tryStart, handlerStart, handlerEnd, object}, body);
}

} // namespace ddrun
