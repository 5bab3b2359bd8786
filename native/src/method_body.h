#pragma once

#include "plan.h"

namespace ddrun {

/// Whether header, code and exception sections fill the bytes exactly: the runtime trusts what a body says of itself.
bool IsMethodBody(Bytes body);

} // namespace ddrun
