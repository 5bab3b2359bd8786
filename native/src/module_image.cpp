#include "module_image.h"

#include "ddrun.h"

#include <cstring>

namespace ddrun {

using clr::HResult;

namespace {

// Offsets of the PE format.
constexpr uint32_t PeOffsetAt = 0x3C;
constexpr uint32_t SectionCountAt = 6;
constexpr uint32_t OptionalHeaderSizeAt = 20;
constexpr uint32_t OptionalHeaderAt = 24;
constexpr uint32_t ImageSizeAt = 56;
constexpr uint32_t SectionSize = 40;
constexpr uint32_t RvaAt = 12;
constexpr uint32_t RawSizeAt = 16;
constexpr uint32_t RawOffsetAt = 20;
constexpr uint16_t Pe32PlusMagic = 0x20B;
// The fifteenth, of eight bytes each; in 32-bit files all that is before it is shorter.
constexpr uint32_t CliDirectoryAt = 224;
constexpr uint32_t CliDirectoryAt32 = 208;
// In the header of the CLI part (ECMA-335, II.25.3.3).
constexpr uint32_t NativeDirectoryAt = 64;
constexpr uint32_t CliHeaderSize = 72;

template <typename T>
T ReadAt(const uint8_t* data, uint32_t offset) {
    T value;
    memcpy(&value, data + offset, sizeof value);
    return value;
}

uint32_t FlatSize(const uint8_t* base, uint32_t headers) {
    const auto sectionCount = ReadAt<uint16_t>(base, headers + SectionCountAt);
    uint32_t section = headers + OptionalHeaderAt + ReadAt<uint16_t>(base, headers + OptionalHeaderSizeAt);
    uint32_t size = 0;
    for (uint16_t i = 0; i < sectionCount; i++, section += SectionSize) {
        const uint32_t end = ReadAt<uint32_t>(base, section + RawOffsetAt) + ReadAt<uint32_t>(base, section + RawSizeAt);
        if (end > size) size = end;
    }
    return size;
}

/// Where something lies in the file; 0 where it does not.
uint32_t FileOffset(const uint8_t* base, uint32_t headers, uint32_t rva) {
    const auto sectionCount = ReadAt<uint16_t>(base, headers + SectionCountAt);
    uint32_t section = headers + OptionalHeaderAt + ReadAt<uint16_t>(base, headers + OptionalHeaderSizeAt);
    for (uint16_t i = 0; i < sectionCount; i++, section += SectionSize) {
        const auto start = ReadAt<uint32_t>(base, section + RvaAt);
        if (rva >= start && rva - start < ReadAt<uint32_t>(base, section + RawSizeAt))
            return ReadAt<uint32_t>(base, section + RawOffsetAt) + rva - start;
    }
    return 0;
}

} // namespace

bool IsPrecompiled(const ModuleImage& image) {
    const auto headers = ReadAt<uint32_t>(image.base, PeOffsetAt);
    const bool isWide = ReadAt<uint16_t>(image.base, headers + OptionalHeaderAt) == Pe32PlusMagic;
    const auto rva = ReadAt<uint32_t>(image.base, headers + OptionalHeaderAt + (isWide ? CliDirectoryAt : CliDirectoryAt32));
    const uint32_t header = image.isMapped ? rva : FileOffset(image.base, headers, rva);
    if (header == 0 || static_cast<uint64_t>(header) + CliHeaderSize > image.size) return true;
    return ReadAt<uint32_t>(image.base, header + NativeDirectoryAt) != 0;
}

HResult FindImage(clr::ProfilerInfo& info, clr::ModuleId module, ModuleImage& image) {
    uint32_t nameLength = 0;
    clr::AssemblyId assembly = 0;
    uint32_t flags = 0;
    const HResult result = info.GetModuleInfo(module, &image.base, 0, &nameLength, nullptr, &assembly, &flags);
    if (clr::Failed(result)) return result;
    if (image.base == nullptr || (flags & clr::ModuleIsReflectionEmit) != 0) return DDRUN_E_NO_IMAGE;

    // The runtime has checked these headers when it loaded the module.
    if (ReadAt<uint16_t>(image.base, 0) != 0x5A4D) return DDRUN_E_NO_IMAGE;
    const auto headers = ReadAt<uint32_t>(image.base, PeOffsetAt);
    image.isMapped = (flags & clr::ModuleIsFlat) == 0;
    image.size = image.isMapped ? ReadAt<uint32_t>(image.base, headers + OptionalHeaderAt + ImageSizeAt) : FlatSize(image.base, headers);
    return clr::Ok;
}

} // namespace ddrun
