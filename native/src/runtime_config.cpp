#include "runtime_config.h"

#include "paths.h"

#include <cstdio>
#include <cstring>

namespace ddrun {

namespace {

constexpr size_t LongestFile = 32768;
constexpr char Switch[] = "\"System.StartupHookProvider.IsSupported\"";

#if defined(_WIN32)
using PathUnit = wchar_t;
constexpr wchar_t Extension[] = L".runtimeconfig.json";

uint32_t Convert(const char16_t* text, uint32_t length, wchar_t* path) {
    for (uint32_t i = 0; i < length; i++) path[i] = static_cast<wchar_t>(text[i]);
    return length;
}

FILE* Open(const wchar_t* path) {
    return _wfopen(path, L"rb");
}
#else
using PathUnit = char;
constexpr char Extension[] = ".runtimeconfig.json";

// As UTF-8, which takes at most three bytes for a unit.
uint32_t Convert(const char16_t* text, uint32_t length, char* path) {
    uint32_t size = 0;
    const auto add = [&](uint32_t byte) { path[size++] = static_cast<char>(byte); };
    for (uint32_t i = 0; i < length; i++) {
        uint32_t code = text[i];
        if (code >= 0xD800 && code < 0xDC00 && i + 1 < length) code = 0x10000 + ((code - 0xD800) << 10) + (text[++i] - 0xDC00U);
        if (code < 0x80) {
            add(code);
            continue;
        }
        if (code < 0x800) {
            add(0xC0 | code >> 6);
        } else {
            if (code < 0x10000) {
                add(0xE0 | code >> 12);
            } else {
                add(0xF0 | code >> 18);
                add(0x80 | (code >> 12 & 0x3F));
            }
            add(0x80 | (code >> 6 & 0x3F));
        }
        add(0x80 | (code & 0x3F));
    }
    return size;
}

FILE* Open(const char* path) {
    return fopen(path, "rbe");
}
#endif

/// What follows a name in JSON, without the quotation mark that it may have.
const char* ValueAfter(const char* text) {
    return text + strspn(text, " \t\r\n:\"");
}

} // namespace

bool SwitchesHooksOff(const char16_t* program, uint32_t length) {
    constexpr uint32_t DotDll = 4;
    if (length <= DotDll || length >= LongestPath) return false;
    PathUnit path[3 * LongestPath + sizeof Extension];
    const uint32_t size = Convert(program, length - DotDll, path);
    memcpy(path + size, Extension, sizeof Extension);
    FILE* file = Open(path);
    if (file == nullptr) return false;
    char text[LongestFile];
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    if (fclose(file) != 0) return false;
    const char* found = strstr(text, Switch);
    return found != nullptr && strncmp(ValueAfter(found + sizeof Switch - 1), "false", 5) == 0;
}

} // namespace ddrun
