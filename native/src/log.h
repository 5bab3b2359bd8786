#pragma once

namespace ddrun {

/// Decides once whether debug lines are logged: only when DD_TRACE_DEBUG or DD_LOG_LEVEL asks for it. Lines go where those of the
/// managed side go (src/Runtime/Diagnostics/LogSinks.cs), into a file of their own.
void OpenLog();

#if defined(__GNUC__)
__attribute__((format(printf, 1, 2)))
#endif
void LogDebug(const char* format, ...);

/// Tells, whatever matters to whoever has configured the log, why the process runs without what it was started for.
void LogRefusal(const char* reason);

} // namespace ddrun
