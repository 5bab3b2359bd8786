#include "class_factory.h"

#include "profiler.h"

namespace ddrun {

using clr::HResult;

namespace {

ProfilerFactory instance;

} // namespace

ProfilerFactory& ProfilerFactory::Instance() {
    return instance;
}

HResult ProfilerFactory::QueryInterface(const clr::Guid& id, void** object) {
    if (object == nullptr) return clr::InvalidPointer;
    *object = nullptr;
    if (!(id == clr::Unknown::Id) && !(id == clr::ClassFactory::Id)) return clr::NoInterface;
    *object = static_cast<clr::ClassFactory*>(this);
    return clr::Ok;
}

HResult ProfilerFactory::CreateInstance(clr::Unknown* outer, const clr::Guid& id, void** object) {
    if (object == nullptr) return clr::InvalidPointer;
    *object = nullptr;
    if (outer != nullptr) return clr::NoAggregation;
    return Profiler::Instance().QueryInterface(id, object);
}

HResult ProfilerFactory::LockServer(int32_t /*lock*/) {
    return clr::Ok;
}

} // namespace ddrun
