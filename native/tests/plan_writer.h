// Writes plans for the tests, well-formed ones and others.
#pragma once

#include "ddrun.h"
#include "plan.h"

#include <initializer_list>

namespace ddrun::tests {

constexpr uint32_t Item(uint32_t index) {
    return 0xFF000000U | index;
}

constexpr uint8_t Mvid[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

class PlanWriter {
public:
    PlanWriter& U8(uint8_t value) { return Raw(&value, sizeof value); }
    PlanWriter& U16(uint16_t value) { return Raw(&value, sizeof value); }
    PlanWriter& U32(uint32_t value) { return Raw(&value, sizeof value); }
    PlanWriter& Raw(const void* data, uint32_t size);
    PlanWriter& Bytes(std::initializer_list<uint8_t> content);
    PlanWriter& Text(const char16_t* text);
    PlanWriter& Relocations(std::initializer_list<Relocation> relocations);
    PlanWriter& Header(uint32_t items, uint32_t methods, uint16_t flags = 0);

    List<uint8_t> bytes;
};

/// Every kind of item, and two methods that use them and have maps.
PlanWriter WholePlan();

constexpr uint32_t WholePlanItems = 9;
constexpr uint32_t WholePlanMethods = 2;

/// ReadPlan on a copy that ends where its memory ends, so that the sanitizer sees every step beyond.
clr::HResult ReadExactly(const uint8_t* data, uint32_t size);

} // namespace ddrun::tests
