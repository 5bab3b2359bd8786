#include "log.h"

#include "paths.h"
#include "platform/threads.h"

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#if defined(_WIN32)
#include <io.h>
#define open _open
#define write _write
#else
#include <unistd.h>
#endif

namespace ddrun {

namespace {

constexpr int StandardError = 2;
constexpr int NoLog = -1;
constexpr size_t LineSize = 512;

int logFile = NoLog;

bool IsOn(const char* value) {
    return value != nullptr &&
           (strcmp(value, "1") == 0 || strcmp(value, "true") == 0 || strcmp(value, "True") == 0 || strcmp(value, "TRUE") == 0);
}

int OpenFile(const char* directory) {
    char path[LongestPath];
    const int length = snprintf(path, sizeof path, "%s/dd-run-native-%u.log", directory, CurrentProcessId());
    if (length < 0 || static_cast<size_t>(length) >= sizeof path) return NoLog;
#if defined(_WIN32)
    return open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
#else
    return open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
#endif
}

// Ends the line. A log that cannot be written is no reason to disturb anything.
void WriteLine(int file, char* line, size_t length) {
    line[length++] = '\n';
    if (write(file, line, static_cast<unsigned>(length)) < 0) return;
}

} // namespace

// Nothing changes the environment while the runtime starts.
// NOLINTBEGIN(concurrency-mt-unsafe)
void OpenLog() {
    if (!IsOn(getenv("DD_TRACE_DEBUG"))) return;
    const char* directory = getenv("DD_TRACE_LOG_DIRECTORY");
    logFile = directory != nullptr && directory[0] != '\0' ? OpenFile(directory) : StandardError;
}
// NOLINTEND(concurrency-mt-unsafe)

void LogDebug(const char* format, ...) {
    if (logFile == NoLog) return;
    char line[LineSize] = "dd-run native: ";
    const size_t prefix = strlen(line);
    va_list arguments;
    va_start(arguments, format);
    // NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): it is initialised a line above.
    const int written = vsnprintf(line + prefix, sizeof line - prefix - 1, format, arguments);
    va_end(arguments);
    if (written < 0) return;
    size_t length = prefix + static_cast<size_t>(written);
    if (length > sizeof line - 2) length = sizeof line - 2;
    WriteLine(logFile, line, length);
}

void LogRefusal(const char* reason) {
    char line[LineSize];
    const int length = snprintf(line, sizeof line - 1, "dd-run: not tracing: %s", reason);
    if (length > 0 && static_cast<size_t>(length) < sizeof line - 1) WriteLine(StandardError, line, static_cast<size_t>(length));
}

} // namespace ddrun
