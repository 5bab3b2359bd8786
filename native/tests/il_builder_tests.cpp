#include "il_builder.h"

#include "harness.h"
#include "method_body.h"

#include <cstring>

using namespace ddrun;

namespace {

uint32_t U32(const List<uint8_t>& bytes, uint32_t at) {
    uint32_t value = 0;
    memcpy(&value, bytes.Data() + at, sizeof value);
    return value;
}

/// A jump over a nop, and a region around it.
bool PutBefore(Bytes original, List<uint8_t>& body) {
    IlBuilder il;
    const uint32_t jump = il.Jump(IlBuilder::Leave);
    il.Add(0);
    il.Land(jump);
    return il.PutBefore(original, {0, 5, 6, 0x02000007}, body);
}

} // namespace

TEST(instructions_go_in_front_of_a_body_and_its_regions_move) {
    // A filter region in small form, with its handler at 2 and its filter at 1.
    constexpr uint8_t Original[] = {0x0B, 0x30, 1, 0, 4, 0, 0, 0, 9, 0, 0, 0x11, 0, 0, 0, 0x2A,
                                    0x01, 16,   0, 0, 1, 0, 0, 0, 1, 2, 0, 2,    1, 0, 0, 0};
    List<uint8_t> body;
    CHECK(PutBefore({Original, sizeof Original}, body));
    CHECK(IsMethodBody({body.Data(), body.Count()}));
    CHECK(U32(body, 4) == 6 + 4);
    CHECK(U32(body, 8) == 0x11000009);
    CHECK(body[2] == 2);
    constexpr uint8_t Code[] = {0xDD, 1, 0, 0, 0, 0, 0, 0, 0, 0x2A};
    CHECK(memcmp(body.Data() + 12, Code, sizeof Code) == 0);
    constexpr uint32_t Section[] = {52U << 8 | 0x41, 0, 0, 5, 5, 1, 0x02000007, 1, 6, 1, 8, 2, 7};
    for (uint32_t i = 0; i < 13; i++) CHECK(U32(body, 24 + i * 4) == Section[i]);
}

TEST(a_tiny_header_becomes_a_fat_one) {
    constexpr uint8_t Tiny[] = {0x0A, 0x00, 0x2A};
    List<uint8_t> body;
    CHECK(PutBefore({Tiny, sizeof Tiny}, body));
    CHECK(IsMethodBody({body.Data(), body.Count()}));
    CHECK(body[2] == 8);
    CHECK(U32(body, 4) == 6 + 2);
    CHECK(U32(body, 8) == 0);
    CHECK(memcmp(body.Data() + 12 + 6, Tiny + 1, 2) == 0);
    CHECK(U32(body, 20) == (28U << 8 | 0x41));
}

TEST(nothing_goes_in_front_of_a_body_that_is_not_as_expected) {
    List<uint8_t> body;
    constexpr uint8_t Cut[] = {0x03, 0x30, 8, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0x2A};
    CHECK(!PutBefore({Cut, sizeof Cut}, body));
    constexpr uint8_t TwoSections[] = {0x0B, 0x30, 8, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x2A, 0x81, 4, 0, 0, 1, 4, 0, 0};
    CHECK(!PutBefore({TwoSections, sizeof TwoSections}, body));
}
