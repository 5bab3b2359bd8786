#pragma once

#include "clr/abi.h"

namespace ddrun {

/// Answers every request for the profiler with the one there is.
class ProfilerFactory final : public clr::ClassFactory {
public:
    static ProfilerFactory& Instance();

    constexpr ProfilerFactory() = default;

    clr::HResult QueryInterface(const clr::Guid& id, void** object) override;
    uint32_t AddRef() override { return 1; }
    uint32_t Release() override { return 1; }
    clr::HResult CreateInstance(clr::Unknown* outer, const clr::Guid& id, void** object) override;
    clr::HResult LockServer(int32_t lock) override;
};

} // namespace ddrun
