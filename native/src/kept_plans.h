#pragma once

#include "blob.h"
#include "clr/profiler_info.h"
#include "platform/threads.h"

#include <atomic>

namespace ddrun {

/// Plans of modules of which nothing has been compiled yet. Each method gets its body right before it is compiled for the first time, as the
/// module's own: what it costs follows what runs, and not what is meant.
class KeptPlans {
public:
    constexpr KeptPlans() = default;
    KeptPlans(const KeptPlans&) = delete;
    KeptPlans& operator=(const KeptPlans&) = delete;

    /// Without a lock: asked for each method that the process compiles.
    [[nodiscard]] bool IsEmpty() const { return _first.load(std::memory_order_acquire) == nullptr; }

    /// Takes a copy of a plan of so many methods, one for each module.
    clr::HResult Keep(clr::ProfilerInfo& info, clr::ModuleId module, void* typeHandle, Bytes source, uint32_t count);

    /// A method is about to be compiled: gives it its body. `clr::False` where there is nothing to do; a failure leaves the method as it is.
    clr::HResult Give(clr::ProfilerInfo& info, clr::ModuleId module, clr::Token method, clr::FunctionId function, void*& typeHandle);

    /// Whether other methods may have a method's code in theirs. Before it has its body they would get the original one, and after it nobody
    /// could put it back there.
    bool MayInline(clr::ModuleId module, clr::Token method);

    /// Whoever weaves a method by request, or puts it back, speaks for it from now on.
    void Leave(clr::ModuleId module, clr::Token method);

    /// The body that a method had before it was given another: the module's is ours since. False where it was given none.
    bool FindOriginal(clr::ModuleId module, clr::Token method, Bytes& body);

    /// The same, where the method was left since.
    bool FindLeft(clr::ModuleId module, clr::Token method, Bytes& body);

    bool Has(clr::ModuleId module);

    /// How many methods have their body from here, or will.
    uint32_t Count();

    void RemoveModule(clr::ModuleId module);

private:
    enum class State : uint8_t { Waiting, Given, Left, LeftGiven };

    struct Entry {
        State state;
        Bytes original;
    };

    struct Kept;

    /// What there is of a method.
    struct Place {
        Kept* kept = nullptr;
        uint32_t index = 0;
    };

    bool Find(clr::ModuleId module, clr::Token method, Place& place);
    Kept* Find(clr::ModuleId module);
    static bool Index(Kept& kept);
    static clr::HResult SetBody(clr::ProfilerInfo& info, Kept& kept, uint32_t index, clr::FunctionId function, Bytes& original);
    static void Destroy(Kept* kept);

    Mutex _mutex;
    std::atomic<Kept*> _first{nullptr};
};

} // namespace ddrun
