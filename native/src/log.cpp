#include "log.h"

#include "paths.h"
#include "platform/threads.h"

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#if defined(_WIN32)
#include <direct.h>
#include <io.h>
#define isatty _isatty
#define open _open
#define write _write
#else
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace ddrun {

namespace {

constexpr int StandardError = 2;
constexpr int NoLog = -1;
constexpr size_t LineSize = 512;

bool logsDebug = false;
bool isOpen = false;
int logFile = NoLog;
bool toError = false;

char Lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool IsWord(const char* text, size_t length, const char* word) {
    if (length != strlen(word)) return false;
    for (size_t i = 0; i < length; i++)
        if (Lower(text[i]) != word[i]) return false;
    return true;
}

bool IsWord(const char* text, const char* word) {
    return text != nullptr && IsWord(text, strlen(text), word);
}

bool Names(const char* list, const char* name) {
    for (const char* part = list; part != nullptr && *part != '\0';) {
        part += strspn(part, " ,");
        const size_t length = strcspn(part, " ,");
        if (IsWord(part, length, name)) return true;
        part += length;
    }
    return false;
}

/// The value of a variable; null also when it is empty.
const char* Variable(const char* name) {
    // Nothing changes the environment while the runtime starts.
    // NOLINTNEXTLINE(concurrency-mt-unsafe)
    const char* value = getenv(name);
    return value != nullptr && value[0] != '\0' ? value : nullptr;
}

/// Whether `dd-run --debug` itself has started this process: `self:1`, or `child:1` of the process with that id.
bool IsDebugged(const char* process) {
    char own[32];
    if (process == nullptr) return false;
    snprintf(own, sizeof own, "self:%u", CurrentProcessId());
    if (strcmp(process, own) == 0) return true;
    snprintf(own, sizeof own, "child:%u", ParentProcessId());
    return strcmp(process, own) == 0;
}

void MakeFolder(const char* path) {
#if defined(_WIN32)
    if (_mkdir(path) != 0) return;
#else
    if (mkdir(path, 0700) != 0) return;
#endif
}

/// With the folders above it, as far as they are not there.
void MakeFolders(char* path) {
    for (char* end = path + 1; *end != '\0'; end++) {
        if (*end != '/' && *end != '\\') continue;
        const char separator = *end;
        *end = '\0';
        MakeFolder(path);
        *end = separator;
    }
    MakeFolder(path);
}

bool FindFolder(char (&path)[LongestPath]) {
    int length = -1;
    if (const char* named = Variable("DD_TRACE_LOG_DIRECTORY")) length = snprintf(path, sizeof path, "%s", named);
#if defined(_WIN32)
    else if (const char* local = Variable("LOCALAPPDATA"))
        length = snprintf(path, sizeof path, "%s\\dd-run\\log", local);
#else
    else if (const char* state = Variable("XDG_STATE_HOME"); state != nullptr && state[0] == '/')
        length = snprintf(path, sizeof path, "%s/dd-run", state);
    else if (const char* home = Variable("HOME"); home != nullptr && home[0] == '/')
        length = snprintf(path, sizeof path, "%s/.local/state/dd-run", home);
#endif
    return length > 0 && static_cast<size_t>(length) < sizeof path;
}

int OpenFile() {
    char folder[LongestPath];
    char path[LongestPath];
    if (!FindFolder(folder)) return NoLog;
    MakeFolders(folder);
    const int length = snprintf(path, sizeof path, "%s/dd-run-native-%u.log", folder, CurrentProcessId());
    if (length < 0 || static_cast<size_t>(length) >= sizeof path) return NoLog;
#if defined(_WIN32)
    return open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
#else
    return open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
#endif
}

// Standard error is the target's: it gets lines where it is a terminal, or somebody has asked for them by name.
void OpenSinks() {
    isOpen = true;
    const char* sinks = Variable("DD_TRACE_LOG_SINKS");
    const bool isDefault = !Names(sinks, "file") && !Names(sinks, "stderr") && !Names(sinks, "none");
    if (isDefault || Names(sinks, "file")) logFile = OpenFile();
    toError = Names(sinks, "stderr") || (isDefault && isatty(StandardError) != 0) || IsDebugged(Variable("DD_RUN_DEBUGGED"));
}

// Ends the line. A log that cannot be written is no reason to disturb anything.
void WriteLine(char* line, size_t length) {
    if (!isOpen) OpenSinks();
    line[length++] = '\n';
    if (logFile != NoLog && write(logFile, line, static_cast<unsigned>(length)) < 0) logFile = NoLog;
    if (toError && write(StandardError, line, static_cast<unsigned>(length)) < 0) toError = false;
}

} // namespace

void OpenLog() {
    const char* debug = Variable("DD_TRACE_DEBUG");
    logsDebug = IsWord(debug, "1") || IsWord(debug, "true") || IsWord(Variable("DD_LOG_LEVEL"), "debug");
}

void LogDebug(const char* format, ...) {
    if (!logsDebug) return;
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
    WriteLine(line, length);
}

void LogRefusal(const char* reason) {
    char line[LineSize];
    const int length = snprintf(line, sizeof line - 1, "dd-run: not tracing: %s", reason);
    if (length > 0 && static_cast<size_t>(length) < sizeof line - 1) WriteLine(line, static_cast<size_t>(length));
}

} // namespace ddrun
