#pragma once

#include "plan.h"

namespace ddrun {

/// Reads and checks a whole plan, which then points into `data`. Answers 0 or one of the DDRUN_E_PLAN_… codes;
/// whatever the bytes are, nothing outside them is read, and memory stays in proportion to them.
clr::HResult ReadPlan(const uint8_t* data, uint32_t size, Plan& plan);

} // namespace ddrun
