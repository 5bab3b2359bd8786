#pragma once

#include "blob.h"
#include "clr/profiler_info.h"
#include "plan.h"

namespace ddrun {

/// Adds a plan's items to the metadata of its module, in order; `tokens` gets what each has become.
/// Nothing is defined when the plan was made for another build of the module.
clr::HResult DefineItems(clr::ProfilerInfo& info, clr::ModuleId module, const Plan& plan, List<clr::Token>& tokens);

/// Where a method body has the token of its locals' signature.
constexpr uint32_t LocalsAt = 8;

/// Defines the signature of a body's locals, which `DefineItems` leaves: their tokens are zero.
clr::HResult DefineSignature(clr::ProfilerInfo& info, clr::ModuleId module, const Blob& signature, const Tokens& items, clr::Token& token);

} // namespace ddrun
