#pragma once

#include <cstddef>

namespace ddrun {

/// Units of a path, the end included. What is longer is left to the runtime.
constexpr size_t LongestPath = 1024;

} // namespace ddrun
