// A plan as it lies in the buffer that was handed over. Layout: docs/weave-plan.md.
#pragma once

#include "list.h"
#include "tokens.h"

namespace ddrun {

struct Bytes {
    const uint8_t* data;
    uint32_t size;
};

struct Relocation {
    uint32_t offset;
    uint32_t reference;
};

/// Relocations still encoded: the buffer is not aligned.
struct Relocations {
    const uint8_t* data;
    uint32_t count;

    Relocation operator[](uint32_t index) const;
};

struct Blob {
    Bytes bytes;
    Relocations relocations;
};

struct Text {
    const uint8_t* data;
    uint32_t length;
};

enum class ItemKind : uint8_t {
    AssemblyReference = 1,
    TypeReference = 2,
    TypeSpecification = 3,
    MemberReference = 4,
    MethodSpecification = 5,
    Signature = 6,
    UserString = 7
};

struct PlanItem {
    ItemKind kind;
    uint32_t reference;
    Text text;
    Blob blob;
    uint16_t version[4];
    Bytes publicKeyToken;
};

struct PlanMethod {
    clr::Token token;
    Bytes body;
    Relocations relocations;
    /// Offsets in the original code with those in the new one; empty when the plan has none.
    Relocations map;
};

struct Plan {
    uint8_t mvid[16];
    /// Header and items as they lie there.
    Bytes head;
    List<PlanItem> items;
    List<PlanMethod> methods;
};

} // namespace ddrun
