#pragma once

namespace ddrun {

/// Decides once whether anything is logged: only when DD_TRACE_DEBUG asks for it, to DD_TRACE_LOG_DIRECTORY or else to
/// standard error.
void OpenLog();

#if defined(__GNUC__)
__attribute__((format(printf, 1, 2)))
#endif
void LogDebug(const char* format, ...);

} // namespace ddrun
