#pragma once

#include "clr/profiler_info.h"

namespace ddrun {

struct ModuleImage {
    const uint8_t* base;
    uint32_t size;
    bool isMapped;
};

/// Where a module's image lies in memory, for modules that have no file of their own to read.
clr::HResult FindImage(clr::ProfilerInfo& info, clr::ModuleId module, ModuleImage& image);

/// Whether a module has compiled code with it (ReadyToRun), or does not look as expected.
bool IsPrecompiled(const ModuleImage& image);

} // namespace ddrun
