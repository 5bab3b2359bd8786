#include "originals.h"

#include "plan_reader.h"

#include <cstdlib>
#include <new>

namespace ddrun {

namespace {

// In the header of a plan; its layout: docs/weave-plan.md.
constexpr uint32_t MethodCountAt = 28;

} // namespace

void Originals::Destroy(Original* original) {
    original->~Original();
    free(original);
}

bool Originals::Add(clr::ModuleId module, uint32_t generation, const Plan& plan, const Tokens& tokens, const List<clr::Token>& methods) {
    void* place = malloc(sizeof(Original));
    if (place == nullptr) return false;
    auto* original = new (place) Original{nullptr, module, generation, {}, {}, {}, {}};
    const bool isCopied = original->bytes.AddRange(plan.head.data, plan.head.size) &&
                          original->tokens.AddRange(tokens.Data(), tokens.Count()) &&
                          original->methods.AddRange(methods.Data(), methods.Count());
    if (isCopied) memset(original->bytes.Data() + MethodCountAt, 0, sizeof(uint32_t));
    if (!isCopied || clr::Failed(ReadPlan(original->bytes.Data(), original->bytes.Count(), original->plan))) {
        Destroy(original);
        return false;
    }
    const Locked locked(_mutex);
    if (_end == nullptr) _end = &_first;
    *_end = original;
    _end = &original->next;
    return true;
}

void Originals::RemoveModule(clr::ModuleId module) {
    Prune(module, [](uint32_t) { return false; });
}

} // namespace ddrun
