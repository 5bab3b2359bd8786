#pragma once

#include <cstdint>
#include <cstring>

namespace ddrun::layout {

// How a method's body is laid out (ECMA-335, II.25.4): a header, the code, and sections of exception clauses.
constexpr uint8_t FormatMask = 0x03;
constexpr uint8_t TinyFormat = 0x02;
constexpr uint8_t FatFormat = 0x03;
constexpr uint8_t HasSections = 0x08;
constexpr uint32_t HeaderSize = 12;
constexpr uint32_t MaxStackAt = 2;
constexpr uint32_t CodeSizeAt = 4;

constexpr uint8_t ExceptionSection = 0x01;
constexpr uint8_t FatSection = 0x40;
constexpr uint8_t MoreSections = 0x80;
constexpr uint32_t SectionHeaderSize = 4;
constexpr uint32_t SmallClauseSize = 12;
constexpr uint32_t FatClauseSize = 24;

inline uint32_t ReadUInt32(const uint8_t* place) {
    uint32_t value = 0;
    memcpy(&value, place, sizeof value);
    return value;
}

} // namespace ddrun::layout
