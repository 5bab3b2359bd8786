#pragma once

#include "body_store.h"
#include "clr/profiler_info.h"
#include "list.h"
#include "module_metadata.h"
#include "paths.h"
#include "rejit.h"

namespace ddrun {

/// Starts our loader where the runtime would call our startup hook, without what the runtime does to find a hook's entry
/// point, which costs a hello world 7 ms: it looks up a type by name, which compiles vector code, and a method by
/// reflection. The method of the core library that calls hooks gets a first line that knows ours. Other hooks, their order,
/// and ours whenever anything is not as expected here, go the runtime's way. Where ours is the only one, the method before it
/// starts our loader and takes the list away, so that neither the list is taken apart nor the larger method compiled. Where a
/// program switches hooks off, or ours is no longer among them, our loader alone is started, by that same method.
class HookShortcut {
public:
    constexpr HookShortcut() = default;

    /// Reads from the list of startup hooks where we are. Somebody between the launcher and this process may have put another list
    /// in its place: then we are where our own library is, and start without hooks.
    void Open(const char* hooks, const char* library, uint32_t runtimeMajor);

    /// Called for every module, in the order in which they are loaded. The core library is the first; with the second one,
    /// which comes before any hook, the runtime is ready for a request.
    void ModuleLoaded(clr::ProfilerInfo& info, clr::ModuleId module, Rejit& rejit);

    /// Where the loader is started.
    enum class Place : uint8_t {
        /// By the method that calls a hook, in the place of ours.
        Hook,
        /// By the one that starts the managed side, where the list of hooks is just ours.
        OnlyHook,
        /// By the same, whatever the list.
        Start,
    };

    /// The new body of the method at a place. False when something in the core library is not as expected.
    bool Compose(const ModuleMetadata& core, Place place, Bytes original, List<uint8_t>& body) const;

    /// Whether what everybody may call is not there: then nothing of ours runs in this process.
    static bool IsTrimmed(const ModuleMetadata& core);

    /// The method that calls a hook, 0 when there is none as expected.
    static clr::Token FindCaller(const ModuleMetadata& core);

    /// The method that starts the managed side, hooks or not, 0 when there is none as expected.
    static clr::Token FindStart(const ModuleMetadata& core);

private:
    bool SetLoader(const char* home, size_t length, uint32_t runtimeMajor);
    bool Request(clr::ProfilerInfo& info, const ModuleMetadata& core, bool withoutHooks, Rejit& rejit) const;
    clr::Token Put(clr::ProfilerInfo& info, const ModuleMetadata& core, Place place, Rejit& rejit) const;

    clr::ModuleId _core = 0;
    bool _isOpen = false;
    bool _isReplaced = false;
    bool _isOnly = false;
    // Compiled code points to these, so they live as long as the process.
    char16_t _hook[LongestPath] = {};
    char16_t _loader[LongestPath] = {};
};

} // namespace ddrun
