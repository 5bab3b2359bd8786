#include "body_store.h"

#include <cstring>

namespace ddrun {

namespace {

constexpr uint32_t FirstBucketCount = 256;

uint32_t Hash(clr::ModuleId module, clr::Token method) {
    const uint64_t key = (static_cast<uint64_t>(module) << 8) ^ method;
    return static_cast<uint32_t>((key * 0x9E3779B97F4A7C15U) >> 32);
}

} // namespace

BodyStore::Body* BodyStore::Create(clr::ModuleId module, void* typeHandle, clr::Token method, uint32_t size, uint32_t mapCount) {
    const size_t mapSize = static_cast<size_t>(mapCount) * sizeof(clr::IlMapEntry);
    auto* body = static_cast<Body*>(malloc(sizeof(Body) + mapSize + size));
    if (body != nullptr) *body = {nullptr, module, typeHandle, method, size, mapCount, 0};
    return body;
}

void BodyStore::Destroy(Body* body) {
    free(body);
}

BodyStore::Body** BodyStore::Find(clr::ModuleId module, clr::Token method) {
    if (_bucketCount == 0) return nullptr;
    Body** place = &_buckets[Hash(module, method) & (_bucketCount - 1)];
    while (*place != nullptr && ((*place)->module != module || (*place)->method != method)) place = &(*place)->next;
    return place;
}

BodyStore::Body* BodyStore::Find(clr::ModuleId module, clr::Token method, void*& typeHandle) {
    Body** place = Find(module, method);
    if (place == nullptr) return nullptr;
    if (*place != nullptr) {
        typeHandle = (*place)->typeHandle;
        return (*place)->size == 0 ? nullptr : *place;
    }
    Body* loan = *Find(module, AllMethods);
    if (loan == nullptr) return nullptr;
    clr::ModuleId lender = 0;
    memcpy(&lender, loan->Bytes(), sizeof lender);
    typeHandle = loan->typeHandle;
    Body* body = *Find(lender, method);
    return body == nullptr || body->size == 0 || body->generation > loan->generation ? nullptr : body;
}

uint32_t BodyStore::BeginPlan() {
    const Locked locked(_mutex);
    return ++_generation;
}

bool BodyStore::Put(Body* body) {
    const Locked locked(_mutex);
    return Insert(body);
}

bool BodyStore::Lend(clr::ModuleId copy, void* typeHandle, clr::ModuleId module) {
    Body* loan = Create(copy, typeHandle, AllMethods, sizeof module);
    if (loan == nullptr) return false;
    memcpy(loan->Bytes(), &module, sizeof module);
    if (Put(loan)) return true;
    Destroy(loan);
    return false;
}

bool BodyStore::Insert(Body* body) {
    body->generation = _generation;
    if (_count >= _bucketCount && !Grow()) return false;
    Body** place = Find(body->module, body->method);
    if (*place != nullptr) RemoveAt(place);
    body->next = *place;
    *place = body;
    _count++;
    if (IsOfPlan(*body)) _methodCount++;
    return true;
}

void BodyStore::Remove(clr::ModuleId module, clr::Token method) {
    const Locked locked(_mutex);
    Body** place = Find(module, method);
    if (place == nullptr) return;
    if (*place != nullptr) RemoveAt(place);
    if (*Find(module, AllMethods) == nullptr) return;
    Body* original = Create(module, nullptr, method, 0);
    if (original != nullptr && !Insert(original)) Destroy(original);
}

uint32_t BodyStore::Count() {
    const Locked locked(_mutex);
    return _methodCount;
}

bool BodyStore::HasPlan(uint32_t generation) {
    const Locked locked(_mutex);
    for (uint32_t i = 0; i < _bucketCount; i++)
        for (const Body* body = _buckets[i]; body != nullptr; body = body->next)
            if (body->generation == generation && IsOfPlan(*body)) return true;
    return false;
}

void BodyStore::RemoveModule(clr::ModuleId module) {
    const Locked locked(_mutex);
    for (uint32_t i = 0; i < _bucketCount; i++) {
        Body** place = &_buckets[i];
        while (*place != nullptr) {
            clr::ModuleId lender = 0;
            if ((*place)->method == AllMethods) memcpy(&lender, (*place)->Bytes(), sizeof lender);
            if ((*place)->module == module || lender == module)
                RemoveAt(place);
            else
                place = &(*place)->next;
        }
    }
    if (_count != 0) return;
    free(static_cast<void*>(_buckets));
    _buckets = nullptr;
    _bucketCount = 0;
}

void BodyStore::RemoveAt(Body** place) {
    Body* body = *place;
    *place = body->next;
    _count--;
    if (IsOfPlan(*body)) _methodCount--;
    Destroy(body);
}

bool BodyStore::Grow() {
    const uint32_t bucketCount = _bucketCount == 0 ? FirstBucketCount : _bucketCount * 2;
    // NOLINTNEXTLINE(bugprone-sizeof-expression): the buckets are pointers.
    auto** buckets = static_cast<Body**>(calloc(bucketCount, sizeof(Body*)));
    if (buckets == nullptr) return false;
    for (uint32_t i = 0; i < _bucketCount; i++) {
        while (Body* body = _buckets[i]) {
            _buckets[i] = body->next;
            Body** place = &buckets[Hash(body->module, body->method) & (bucketCount - 1)];
            body->next = *place;
            *place = body;
        }
    }
    free(static_cast<void*>(_buckets));
    _buckets = buckets;
    _bucketCount = bucketCount;
    return true;
}

} // namespace ddrun
