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
constexpr uint32_t RawSizeAt = 16;
constexpr uint32_t RawOffsetAt = 20;

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

} // namespace

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
