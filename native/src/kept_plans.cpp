#include "kept_plans.h"

#include "ddrun.h"
#include "item_definer.h"
#include "plan_reader.h"

#include <new>

namespace ddrun {

using clr::HResult;
using clr::ModuleId;
using clr::Token;

struct KeptPlans::Kept {
    Kept* next;
    ModuleId module;
    void* typeHandle;
    List<uint8_t> bytes;
    Plan plan;
    Tokens tokens;
    uint32_t rowCount;
    /// By row of the module's methods: the number of the plan's method, counted from one.
    uint32_t* rows;
    /// By number; pages of methods that never run are never touched.
    Entry* entries;
    /// How many methods are not left.
    uint32_t count;
    /// Held while a body is given, as two threads may compile a method's first instantiations at once, and neither may go on without it.
    Mutex giving;
};

void KeptPlans::Destroy(Kept* kept) {
    free(kept->rows);
    free(kept->entries);
    kept->~Kept();
    free(kept);
}

HResult KeptPlans::Keep(clr::ProfilerInfo& info, ModuleId module, void* typeHandle, Bytes source, uint32_t count) {
    void* place = malloc(sizeof(Kept));
    if (place == nullptr) return clr::OutOfMemory;
    auto* kept = new (place) Kept{nullptr, module, typeHandle, {}, {}, {}, 0, nullptr, nullptr, 0, {}};
    HResult result = kept->bytes.AddRange(source.data, source.size) ? ReadPlan(kept->bytes.Data(), kept->bytes.Count(), kept->plan)
                                                                    : static_cast<HResult>(clr::OutOfMemory);
    if (!clr::Failed(result)) result = CheckModule(info, module, kept->plan);
    if (!clr::Failed(result) && kept->plan.methods.Count() != count) result = DDRUN_E_RESULT_COUNT;
    if (!clr::Failed(result) && !Index(*kept)) result = clr::OutOfMemory;
    if (clr::Failed(result)) {
        Destroy(kept);
        return result;
    }
    const Locked locked(_mutex);
    kept->next = _first.load(std::memory_order_relaxed);
    _first.store(kept, std::memory_order_release);
    return clr::Ok;
}

bool KeptPlans::Index(Kept& kept) {
    const List<PlanMethod>& methods = kept.plan.methods;
    kept.count = methods.Count();
    for (const PlanMethod& method : methods)
        if (Row(method.token) >= kept.rowCount) kept.rowCount = Row(method.token) + 1;
    kept.rows = static_cast<uint32_t*>(calloc(kept.rowCount, sizeof(uint32_t)));
    kept.entries = static_cast<Entry*>(calloc(kept.count, sizeof(Entry)));
    if (kept.rows == nullptr || kept.entries == nullptr || !kept.tokens.Reserve(kept.plan.items.Count())) return false;
    for (uint32_t i = 0; i < kept.count; i++) kept.rows[Row(methods[i].token)] = i + 1;
    for (uint32_t i = 0; i < kept.plan.items.Count(); i++) (void)kept.tokens.Add(0);
    return true;
}

HResult KeptPlans::Give(clr::ProfilerInfo& info, ModuleId module, Token method, clr::FunctionId function, void*& typeHandle) {
    Place place;
    const auto isWaiting = [&] {
        const Locked locked(_mutex);
        return Find(module, method, place) && place.kept->entries[place.index].state == State::Waiting;
    };
    if (!isWaiting()) return clr::False;
    const Locked giving(place.kept->giving);
    if (!isWaiting()) return clr::False;
    typeHandle = place.kept->typeHandle;
    Bytes original = {};
    const HResult result = SetBody(info, *place.kept, place.index, function, original);
    const Locked locked(_mutex);
    Entry& entry = place.kept->entries[place.index];
    entry.original = original;
    entry.state = clr::Failed(result) ? State::Left : State::Given;
    if (clr::Failed(result)) place.kept->count--;
    return result;
}

HResult KeptPlans::SetBody(clr::ProfilerInfo& info, Kept& kept, uint32_t index, clr::FunctionId function, Bytes& original) {
    const PlanMethod& method = kept.plan.methods[index];
    // Code of another body than the one that it goes on with when it is compiled again would run into nothing.
    const uint8_t* start = nullptr;
    uint32_t size = 0;
    if (!clr::Failed(info.GetCodeInfo(function, &start, &size))) return DDRUN_E_COMPILED;

    HResult result = info.GetMethodBody(kept.module, method.token, &original.data, &original.size);
    if (clr::Failed(result)) return result;
    result = DefineNeeded(info, kept.module, kept.plan, method.relocations, kept.tokens);
    if (clr::Failed(result)) return result;
    clr::Held<clr::BodyAllocator> allocator;
    result = info.GetBodyAllocator(kept.module, allocator.Out());
    if (clr::Failed(result)) return result;
    auto* body = static_cast<uint8_t*>(allocator->Allocate(method.body.size));
    if (body == nullptr) return clr::OutOfMemory;
    memcpy(body, method.body.data, method.body.size);
    ResolveBody(method.relocations, kept.tokens, body);
    result = info.SetMethodBody(kept.module, method.token, body);
    if (clr::Failed(result)) return result;

    List<clr::IlMapEntry> map;
    if (method.map.count == 0 || !map.Reserve(method.map.count)) return result;
    for (uint32_t i = 0; i < method.map.count; i++) (void)map.Add({method.map[i].offset, method.map[i].reference, 1});
    // Without it the lines of stack traces would be wrong, and nothing else.
    (void)info.SetInstrumentedCodeMap(function, 1, map.Count(), map.Data());
    return result;
}

bool KeptPlans::MayInline(ModuleId module, Token method) {
    const Locked locked(_mutex);
    Place place;
    return !Find(module, method, place) || place.kept->entries[place.index].state == State::Left;
}

void KeptPlans::Leave(ModuleId module, Token method) {
    Place place;
    {
        const Locked locked(_mutex);
        if (!Find(module, method, place)) return;
    }
    const Locked giving(place.kept->giving);
    const Locked locked(_mutex);
    State& state = place.kept->entries[place.index].state;
    if (state == State::Waiting || state == State::Given) place.kept->count--;
    if (state == State::Waiting) state = State::Left;
    if (state == State::Given) state = State::LeftGiven;
}

bool KeptPlans::FindOriginal(ModuleId module, Token method, Bytes& body) {
    const Locked locked(_mutex);
    Place place;
    if (!Find(module, method, place)) return false;
    const Entry& entry = place.kept->entries[place.index];
    body = entry.original;
    return entry.state == State::Given || entry.state == State::LeftGiven;
}

bool KeptPlans::FindLeft(ModuleId module, Token method, Bytes& body) {
    const Locked locked(_mutex);
    Place place;
    if (!Find(module, method, place)) return false;
    const Entry& entry = place.kept->entries[place.index];
    body = entry.original;
    return entry.state == State::LeftGiven;
}

bool KeptPlans::Has(ModuleId module) {
    const Locked locked(_mutex);
    return Find(module) != nullptr;
}

uint32_t KeptPlans::Count() {
    const Locked locked(_mutex);
    uint32_t count = 0;
    for (const Kept* kept = _first.load(std::memory_order_relaxed); kept != nullptr; kept = kept->next) count += kept->count;
    return count;
}

void KeptPlans::RemoveModule(ModuleId module) {
    if (IsEmpty()) return;
    const Locked locked(_mutex);
    Kept* before = nullptr;
    for (Kept* kept = _first.load(std::memory_order_relaxed); kept != nullptr; before = kept, kept = kept->next) {
        if (kept->module != module) continue;
        if (before == nullptr)
            _first.store(kept->next, std::memory_order_release);
        else
            before->next = kept->next;
        Destroy(kept);
        return;
    }
}

KeptPlans::Kept* KeptPlans::Find(ModuleId module) {
    for (Kept* kept = _first.load(std::memory_order_relaxed); kept != nullptr; kept = kept->next)
        if (kept->module == module) return kept;
    return nullptr;
}

bool KeptPlans::Find(ModuleId module, Token method, Place& place) {
    place.kept = Find(module);
    if (place.kept == nullptr || Row(method) >= place.kept->rowCount) return false;
    place.index = place.kept->rows[Row(method)] - 1;
    return place.kept->rows[Row(method)] != 0;
}

} // namespace ddrun
