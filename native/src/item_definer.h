#pragma once

#include "clr/profiler_info.h"
#include "plan.h"

namespace ddrun {

/// Adds a plan's items to the metadata of its module, in order; `tokens` gets what each has become.
/// Nothing is defined when the plan was made for another build of the module.
clr::HResult DefineItems(clr::ProfilerInfo& info, clr::ModuleId module, const Plan& plan, List<clr::Token>& tokens);

} // namespace ddrun
