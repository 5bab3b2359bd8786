#pragma once

namespace ddrun {

/// Decides once whether anything is logged: only when DD_TRACE_DEBUG asks for it, to DD_TRACE_LOG_DIRECTORY or else to
/// standard error.
void OpenLog();

#if defined(__GNUC__)
__attribute__((format(printf, 1, 2)))
#endif
void LogDebug(const char* format, ...);

/// Tells on standard error, whatever is configured, why the process runs without what it was started for.
void LogRefusal(const char* reason);

} // namespace ddrun
