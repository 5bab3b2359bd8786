#include "plan_writer.h"

#include "harness.h"
#include "plan_reader.h"

namespace ddrun::tests {

PlanWriter& PlanWriter::Raw(const void* data, uint32_t size) {
    CHECK(bytes.AddRange(static_cast<const uint8_t*>(data), size));
    return *this;
}

PlanWriter& PlanWriter::Bytes(std::initializer_list<uint8_t> content) {
    const auto size = static_cast<uint32_t>(content.size());
    return U32(size).Raw(content.begin(), size);
}

PlanWriter& PlanWriter::Text(const char16_t* text) {
    uint32_t length = 0;
    while (text[length] != 0) length++;
    return U32(length).Raw(text, length * 2);
}

PlanWriter& PlanWriter::Relocations(std::initializer_list<Relocation> relocations) {
    U32(static_cast<uint32_t>(relocations.size()));
    for (const Relocation& relocation : relocations) U32(relocation.offset).U32(relocation.reference);
    return *this;
}

PlanWriter& PlanWriter::Header(uint32_t items, uint32_t methods, uint16_t flags) {
    return U32(0x50574444).U16(1).U16(flags).Raw(Mvid, sizeof Mvid).U32(items).U32(methods);
}

PlanWriter WholePlan() {
    PlanWriter plan;
    plan.Header(WholePlanItems, WholePlanMethods, 1);
    plan.U8(1).Text(u"Lib").U16(1).U16(2).U16(3).U16(4).Bytes({0xAA, 0xBB});
    plan.U8(2).U32(Item(0)).Text(u"Ns.Outer");
    plan.U8(2).U32(Item(1)).Text(u"Nested");
    plan.U8(3).Bytes({0x15, 0x12, 0x01, 0x13, 0x00}).Relocations({{2, Item(1)}});
    plan.U8(4).U32(Item(3)).Text(u"Enter").Bytes({0x00, 0x01, 0x11, 0x11}).Relocations({{3, Item(2)}, {4, 0x02000005}});
    plan.U8(5).U32(Item(4)).Bytes({0x0A, 0x01, 0x1E, 0x00}).Relocations({});
    plan.U8(6).Bytes({0x07, 0x01, 0x12}).Relocations({{3, Item(1)}});
    plan.U8(7).Text(u"text");
    plan.U8(4).U32(0x01000007).Text(u"Field").Bytes({0x06, 0x08}).Relocations({});

    plan.U32(0x06000001).Bytes({0x1A, 0x28, 0, 0, 0, 0, 0x2A}).Relocations({{2, Item(4)}});
    plan.Relocations({{0, 5}});
    plan.U32(0x06000002);
    plan.Bytes({0x13, 0x30, 8, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0x72, 0, 0, 0, 0, 0x28, 0, 0, 0, 0, 0x26, 0x2A});
    plan.Relocations({{13, Item(7)}, {18, Item(5)}, {8, Item(6)}});
    plan.Relocations({{0, 5}, {1, 11}});
    return plan;
}

clr::HResult ReadExactly(const uint8_t* data, uint32_t size) {
    auto* copy = static_cast<uint8_t*>(malloc(size == 0 ? 1 : size));
    memcpy(copy, data, size);
    Plan plan = {};
    const clr::HResult result = ReadPlan(copy, size, plan);
    free(copy);
    return result;
}

} // namespace ddrun::tests
