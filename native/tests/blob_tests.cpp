#include "blob.h"
#include "harness.h"
#include "plan_writer.h"

#include <initializer_list>

using namespace ddrun;
using namespace ddrun::tests;

namespace {

bool IsCompressed(clr::Token token, std::initializer_list<uint8_t> expected) {
    List<uint8_t> output;
    return AppendTypeToken(token, output) && output.Count() == expected.size() &&
           memcmp(output.Data(), expected.begin(), expected.size()) == 0;
}

} // namespace

TEST(a_type_token_takes_the_tag_of_its_table) {
    CHECK(IsCompressed(0x02000001, {0x04}));
    CHECK(IsCompressed(0x01000001, {0x05}));
    CHECK(IsCompressed(0x1B000001, {0x06}));
}

TEST(a_type_token_takes_one_two_or_four_bytes) {
    CHECK(IsCompressed(0x0200001F, {0x7C}));
    CHECK(IsCompressed(0x02000020, {0x80, 0x80}));
    CHECK(IsCompressed(0x01000FFF, {0xBF, 0xFD}));
    CHECK(IsCompressed(0x02001000, {0xC0, 0x00, 0x40, 0x00}));
    CHECK(IsCompressed(0x1BFFFFFF, {0xC3, 0xFF, 0xFF, 0xFE}));
}

TEST(a_blob_gets_its_tokens_where_the_relocations_say) {
    Tokens items;
    CHECK(items.Add(0x01000002) && items.Add(0x1B000003));
    const uint8_t bytes[] = {0x20, 0x01, 0x15};
    PlanWriter relocations;
    for (const uint32_t value : {0U, 0x02000004U, 2U, Item(0), 2U, Item(1), 3U, 0x02000020U}) relocations.U32(value);
    List<uint8_t> output;
    CHECK(ResolveBlob({{bytes, sizeof bytes}, {relocations.bytes.Data(), 4}}, items, output));
    const uint8_t expected[] = {0x10, 0x20, 0x01, 0x09, 0x0E, 0x15, 0x80, 0x80};
    CHECK(output.Count() == sizeof expected && memcmp(output.Data(), expected, sizeof expected) == 0);
}

TEST(a_body_gets_its_tokens_in_place) {
    Tokens items;
    CHECK(items.Add(0x0A000077));
    uint8_t body[] = {0x28, 0, 0, 0, 0, 0x72, 9, 9, 9, 9, 0x2A};
    PlanWriter relocations;
    for (const uint32_t value : {6U, 0x70000010U, 1U, Item(0)}) relocations.U32(value);
    ResolveBody({relocations.bytes.Data(), 2}, items, body);
    const uint8_t expected[] = {0x28, 0x77, 0, 0, 0x0A, 0x72, 0x10, 0, 0, 0x70, 0x2A};
    CHECK(memcmp(body, expected, sizeof expected) == 0);
}
