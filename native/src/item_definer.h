#pragma once

#include "blob.h"
#include "clr/profiler_info.h"
#include "plan.h"

namespace ddrun {

/// Adds a plan's items to the metadata of its module, in order; `tokens` gets what each has become.
/// Nothing is defined when the plan was made for another build of the module.
clr::HResult DefineItems(clr::ProfilerInfo& info, clr::ModuleId module, const Plan& plan, List<clr::Token>& tokens);

/// Adds those of a plan's items that a body refers to and that are not there yet. `tokens` has one for each item, zero until it is defined.
clr::HResult DefineNeeded(clr::ProfilerInfo& info, clr::ModuleId module, const Plan& plan, const Relocations& references,
                          List<clr::Token>& tokens);

/// Whether a plan was made for this build of a module.
clr::HResult CheckModule(clr::ProfilerInfo& info, clr::ModuleId module, const Plan& plan);

/// Where a method body has the token of its locals' signature.
constexpr uint32_t LocalsAt = 8;

/// Defines the signature of a body's locals, which `DefineItems` leaves: their tokens are zero.
clr::HResult DefineSignature(clr::ProfilerInfo& info, clr::ModuleId module, const Blob& signature, const Tokens& items, clr::Token& token);

} // namespace ddrun
