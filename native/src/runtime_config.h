#pragma once

#include <cstdint>

namespace ddrun {

/// Whether the configuration beside a program, `App.runtimeconfig.json` for `App.dll`, keeps the runtime from calling startup
/// hooks. Programs that are meant to be published ahead of time have it so, also while they run as all others do.
bool SwitchesHooksOff(const char16_t* program, uint32_t length);

} // namespace ddrun
