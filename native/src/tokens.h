#pragma once

#include "clr/abi.h"

namespace ddrun {

/// The metadata tables that a plan may point into, as they stand in the high byte of a token.
enum class Table : uint8_t {
    Module = 0x00,
    TypeReference = 0x01,
    TypeDefinition = 0x02,
    Field = 0x04,
    Method = 0x06,
    MemberReference = 0x0A,
    Signature = 0x11,
    ModuleReference = 0x1A,
    TypeSpecification = 0x1B,
    AssemblyReference = 0x23,
    MethodSpecification = 0x2B,
    UserString = 0x70
};

constexpr uint32_t ItemMark = 0xFF;

constexpr uint8_t HighByte(clr::Token token) {
    return static_cast<uint8_t>(token >> 24);
}

constexpr uint32_t Row(clr::Token token) {
    return token & 0x00FFFFFF;
}

constexpr bool IsItem(uint32_t reference) {
    return HighByte(reference) == ItemMark;
}

} // namespace ddrun
