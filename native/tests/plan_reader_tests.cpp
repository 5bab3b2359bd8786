#include "harness.h"
#include "plan_reader.h"
#include "plan_writer.h"

using namespace ddrun;
using namespace ddrun::tests;

namespace {

constexpr uint32_t Mutations = 200000;

clr::HResult Read(const PlanWriter& plan) {
    return ReadExactly(plan.bytes.Data(), plan.bytes.Count());
}

PlanWriter OneItem() {
    PlanWriter plan;
    plan.Header(1, 0);
    return plan;
}

PlanWriter OneMethod(std::initializer_list<uint8_t> body) {
    PlanWriter plan;
    plan.Header(0, 1).U32(0x06000001).Bytes(body);
    return plan;
}

/// Xorshift: the same mutations in every run.
class Random {
public:
    uint32_t Next(uint32_t below) {
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        return static_cast<uint32_t>(_state >> 33) % below;
    }

private:
    uint64_t _state = 0x9E3779B97F4A7C15U;
};

} // namespace

TEST(a_whole_plan_is_read) {
    const PlanWriter source = WholePlan();
    Plan plan = {};
    CHECK(ReadPlan(source.bytes.Data(), source.bytes.Count(), plan) == clr::Ok);
    CHECK(memcmp(plan.mvid, Mvid, sizeof Mvid) == 0);
    CHECK(plan.items.Count() == WholePlanItems && plan.methods.Count() == WholePlanMethods);
    CHECK(plan.items[0].version[0] == 1 && plan.items[0].version[3] == 4);
    CHECK(plan.items[0].publicKeyToken.size == 2 && plan.items[0].publicKeyToken.data[1] == 0xBB);
    CHECK(plan.items[1].reference == Item(0) && plan.items[1].text.length == 8);
    CHECK(plan.items[4].blob.relocations.count == 2);
    CHECK(plan.items[4].blob.relocations[1].offset == 4);
    CHECK(plan.items[4].blob.relocations[1].reference == 0x02000005);
    CHECK(plan.methods[1].token == 0x06000002 && plan.methods[1].body.size == 24);
    CHECK(plan.methods[1].relocations[2].reference == Item(6));
    CHECK(plan.methods[1].map.count == 2 && plan.methods[1].map[1].offset == 1 && plan.methods[1].map[1].reference == 11);
}

TEST(an_empty_plan_is_a_plan) {
    PlanWriter plan;
    CHECK(Read(plan.Header(0, 0)) == clr::Ok);
}

TEST(a_plan_cut_at_any_byte_is_an_error) {
    const PlanWriter plan = WholePlan();
    for (uint32_t size = 0; size < plan.bytes.Count(); size++) CHECK(clr::Failed(ReadExactly(plan.bytes.Data(), size)));
}

TEST(a_byte_too_many_is_an_error) {
    CHECK(Read(WholePlan().U8(0)) == DDRUN_E_PLAN_TRAILING);
}

TEST(another_magic_version_or_reserved_word_is_an_error) {
    for (const uint32_t offset : {0U, 3U, 4U, 5U, 6U, 7U}) {
        PlanWriter plan = WholePlan();
        plan.bytes[offset] ^= 0x40;
        CHECK(Read(plan) == DDRUN_E_PLAN_HEADER);
    }
}

TEST(counts_beyond_the_buffer_are_refused_before_memory_is_taken) {
    for (const uint32_t count : {1U, 0x00FFFFFFU, 0x7FFFFFFFU, 0xFFFFFFFFU}) {
        PlanWriter items;
        PlanWriter methods;
        CHECK(Read(items.Header(count, 0)) == DDRUN_E_PLAN_COUNT);
        CHECK(Read(methods.Header(0, count)) == DDRUN_E_PLAN_COUNT);
    }
}

TEST(lengths_beyond_the_buffer_are_errors) {
    for (const uint32_t length : {5U, 0x7FFFFFFFU, 0x80000000U, 0xFFFFFFFFU}) {
        CHECK(Read(OneItem().U8(7).U32(length).U32(0)) == DDRUN_E_PLAN_TRUNCATED);
        CHECK(Read(OneItem().U8(3).U32(length).U32(0)) == DDRUN_E_PLAN_TRUNCATED);
        CHECK(Read(OneItem().U8(3).Bytes({}).U32(length).U32(0)) == DDRUN_E_PLAN_TRUNCATED);
        CHECK(Read(OneMethod({0x06, 0x2A}).U32(length)) == DDRUN_E_PLAN_TRUNCATED);
    }
}

TEST(unknown_items_are_errors) {
    CHECK(Read(OneItem().U8(0).U32(0)) == DDRUN_E_PLAN_ITEM);
    CHECK(Read(OneItem().U8(8).U32(0)) == DDRUN_E_PLAN_ITEM);
    CHECK(Read(OneItem().U8(255).U32(0)) == DDRUN_E_PLAN_ITEM);
}

TEST(a_reference_to_itself_or_forward_is_an_error) {
    CHECK(Read(OneItem().U8(2).U32(Item(0)).Text(u"T")) == DDRUN_E_PLAN_REFERENCE);
    CHECK(Read(OneItem().U8(2).U32(Item(1)).Text(u"T")) == DDRUN_E_PLAN_REFERENCE);
    CHECK(Read(OneItem().U8(2).U32(Item(0xFFFFFF)).Text(u"T")) == DDRUN_E_PLAN_REFERENCE);
}

TEST(a_reference_to_the_wrong_kind_is_an_error) {
    CHECK(Read(OneItem().U8(2).U32(0x06000001).Text(u"T")) == DDRUN_E_PLAN_REFERENCE);
    CHECK(Read(OneItem().U8(2).U32(0x23000000).Text(u"T")) == DDRUN_E_PLAN_REFERENCE);
    CHECK(Read(OneItem().U8(4).U32(0x23000001).Text(u"M").Bytes({0}).Relocations({})) == DDRUN_E_PLAN_REFERENCE);
    CHECK(Read(OneItem().U8(5).U32(0x01000001).Bytes({0}).Relocations({})) == DDRUN_E_PLAN_REFERENCE);
    CHECK(Read(OneItem().U8(3).Bytes({0}).Relocations({{0, 0x0A000001}})) == DDRUN_E_PLAN_REFERENCE);
    PlanWriter plan;
    plan.Header(1, 1).U8(1).Text(u"Lib").U16(1).U16(0).U16(0).U16(0).Bytes({});
    plan.U32(0x06000001).Bytes({0x16, 0x28, 0, 0, 0, 0}).Relocations({{2, Item(0)}});
    CHECK(Read(plan) == DDRUN_E_PLAN_REFERENCE);
}

TEST(a_relocation_outside_its_bytes_is_an_error) {
    CHECK(Read(OneItem().U8(3).Bytes({0x12}).Relocations({{1, 0x01000001}})) == clr::Ok);
    CHECK(Read(OneItem().U8(3).Bytes({0x12}).Relocations({{2, 0x01000001}})) == DDRUN_E_PLAN_OFFSET);
    CHECK(Read(OneItem().U8(3).Bytes({0x12}).Relocations({{0xFFFFFFFF, 0x01000001}})) == DDRUN_E_PLAN_OFFSET);
    CHECK(Read(OneMethod({0x16, 0x28, 0, 0, 0, 0}).Relocations({{2, 0x0A000001}})) == clr::Ok);
    CHECK(Read(OneMethod({0x16, 0x28, 0, 0, 0, 0}).Relocations({{3, 0x0A000001}})) == DDRUN_E_PLAN_OFFSET);
    CHECK(Read(OneMethod({0x16, 0x28, 0, 0, 0, 0}).Relocations({{0xFFFFFFFE, 0x0A000001}})) == DDRUN_E_PLAN_OFFSET);
}

TEST(blob_relocations_must_ascend) {
    CHECK(Read(OneItem().U8(3).Bytes({1, 2}).Relocations({{1, 0x01000001}, {1, 0x01000002}})) == clr::Ok);
    CHECK(Read(OneItem().U8(3).Bytes({1, 2}).Relocations({{2, 0x01000001}, {1, 0x01000002}})) == DDRUN_E_PLAN_OFFSET);
}

TEST(only_methods_have_bodies) {
    PlanWriter type;
    PlanWriter nil;
    CHECK(Read(type.Header(0, 1).U32(0x02000001).Bytes({0x06, 0x2A}).Relocations({})) == DDRUN_E_PLAN_METHOD);
    CHECK(Read(nil.Header(0, 1).U32(0x06000000).Bytes({0x06, 0x2A}).Relocations({})) == DDRUN_E_PLAN_METHOD);
    CHECK(Read(OneMethod({0x0A, 0x2A}).Relocations({})) == DDRUN_E_PLAN_BODY);
}

TEST(a_map_to_a_place_outside_the_body_is_an_error) {
    for (const uint32_t place : {1U, 2U, 0xFFFFFFFFU}) {
        PlanWriter plan;
        plan.Header(0, 1, 1).U32(0x06000001).Bytes({0x06, 0x2A}).Relocations({}).Relocations({{0, place}});
        CHECK(Read(plan) == (place < 2 ? clr::Ok : DDRUN_E_PLAN_OFFSET));
    }
}

TEST(random_mutations_are_read_or_refused) {
    const PlanWriter original = WholePlan();
    const uint32_t size = original.bytes.Count();
    Random random;
    uint32_t refused = 0;
    for (uint32_t i = 0; i < Mutations; i++) {
        PlanWriter plan;
        plan.Raw(original.bytes.Data(), size);
        for (uint32_t changes = 1 + random.Next(4); changes > 0; changes--) {
            const uint32_t offset = random.Next(size);
            const uint8_t edges[] = {0x00, 0xFF, 0x7F, 0x80, static_cast<uint8_t>(random.Next(256))};
            plan.bytes[offset] = edges[random.Next(sizeof edges)];
        }
        if (clr::Failed(ReadExactly(plan.bytes.Data(), size - (random.Next(8) == 0 ? random.Next(size) : 0)))) refused++;
    }
    CHECK(refused > Mutations / 4 && refused < Mutations);
}
