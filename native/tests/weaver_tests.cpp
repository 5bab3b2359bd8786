#include "fake_runtime.h"
#include "harness.h"
#include "item_definer.h"
#include "plan_reader.h"
#include "plan_writer.h"
#include "weaver.h"

using namespace ddrun;
using namespace ddrun::tests;

namespace {

constexpr clr::HResult Collectible = static_cast<clr::HResult>(0x8013137E);

struct Fixture {
    FakeRuntime runtime;
    Rejit rejit;
    PlanWriter source = WholePlan();
    Plan plan = {};
    clr::HResult results[WholePlanMethods] = {-1, -1};
    int type = 0;

    Fixture() { CHECK(ReadPlan(source.bytes.Data(), source.bytes.Count(), plan) == clr::Ok); }
    ~Fixture() { rejit.Forget(FakeModule); }

    clr::HResult Weave() { return Weaver(runtime, rejit).Weave(&type, plan, results); }

    bool IsDefined(uint32_t index, char kind, clr::Token parent, std::initializer_list<uint8_t> blob) {
        const Definition& definition = runtime.metadata.definitions[index];
        return definition.kind == kind && definition.parent == parent && definition.blobSize == blob.size() &&
               (blob.size() == 0 || memcmp(definition.blob, blob.begin(), blob.size()) == 0);
    }

    /// What the runtime gets when it compiles the method; empty when it stays the original.
    List<uint8_t> BodyOf(clr::Token method) {
        FakeControl control;
        CHECK(rejit.Provide(runtime, FakeModule, method, control) == clr::Ok);
        return static_cast<List<uint8_t>&&>(control.body);
    }
};

} // namespace

TEST(items_are_defined_in_order_with_their_references_resolved) {
    Fixture fixture;
    CHECK(fixture.Weave() == clr::Ok);
    CHECK(fixture.runtime.metadata.definitions.Count() == WholePlanItems - 1);
    CHECK(fixture.IsDefined(0, 'A', 0, {0xAA, 0xBB}));
    CHECK(fixture.IsDefined(1, 'T', 0x23000100, {}));
    CHECK(fixture.IsDefined(2, 'T', 0x01000101, {}));
    CHECK(fixture.IsDefined(3, 'S', 0, {0x15, 0x12, 0x84, 0x05, 0x01, 0x13, 0x00}));
    CHECK(fixture.IsDefined(4, 'M', 0x1B000103, {0x00, 0x01, 0x11, 0x84, 0x09, 0x11, 0x14}));
    CHECK(fixture.IsDefined(5, 'G', 0x0A000104, {0x0A, 0x01, 0x1E, 0x00}));
    CHECK(fixture.IsDefined(7, 'M', 0x01000007, {0x06, 0x08}));
    const char16_t name[] = u"Ns.Outer";
    CHECK(memcmp(fixture.runtime.metadata.definitions[1].text, name, sizeof name) == 0);
    CHECK(fixture.runtime.applied == WholePlanItems - 1);
    CHECK(fixture.runtime.metadata.held == 0);
}

TEST(the_signature_of_locals_is_defined_when_their_method_is_compiled) {
    Fixture fixture;
    CHECK(fixture.Weave() == clr::Ok);
    CHECK(fixture.BodyOf(0x06000001).Count() != 0);
    CHECK(fixture.runtime.metadata.definitions.Count() == WholePlanItems - 1);
    const List<uint8_t> body = fixture.BodyOf(0x06000002);
    CHECK(fixture.runtime.metadata.definitions.Count() == WholePlanItems);
    CHECK(fixture.IsDefined(WholePlanItems - 1, 'L', 0, {0x07, 0x01, 0x12, 0x84, 0x05}));
    clr::Token locals = 0;
    memcpy(&locals, body.Data() + LocalsAt, sizeof locals);
    CHECK(HighByte(locals) == static_cast<uint8_t>(Table::Signature));
    CHECK(fixture.runtime.metadata.held == 0);
}

TEST(a_method_whose_locals_cannot_be_defined_stays_as_it_was) {
    Fixture fixture;
    CHECK(fixture.Weave() == clr::Ok);
    fixture.runtime.metadata.failAt = WholePlanItems - 1;
    CHECK(fixture.BodyOf(0x06000002).Count() == 0);
    ddrun_failure failure = {};
    CHECK(fixture.rejit.Refusals().Take(&failure, 1) == 1);
}

TEST(methods_are_requested_at_once_and_served_with_their_tokens) {
    Fixture fixture;
    CHECK(fixture.Weave() == clr::Ok);
    CHECK(fixture.results[0] == clr::Ok && fixture.results[1] == clr::Ok);
    CHECK(fixture.runtime.requested.Count() == 2 && fixture.runtime.requested[1] == 0x06000002);
    CHECK(fixture.runtime.rejitFlags == (clr::RejitBlockInlining | clr::RejitInliningCallbacks));
    const uint8_t expected[] = {0x1A, 0x28, 0x04, 0x01, 0x00, 0x0A, 0x2A};
    const List<uint8_t> body = fixture.BodyOf(0x06000001);
    CHECK(body.Count() == sizeof expected && memcmp(body.Data(), expected, sizeof expected) == 0);
    CHECK(fixture.BodyOf(0x06000003).Count() == 0);
    FakeControl control;
    CHECK(fixture.rejit.Provide(fixture.runtime, FakeModule, 0x06000002, control) == clr::Ok);
    CHECK(control.map.Count() == 2);
    CHECK(control.map[1].oldOffset == 1 && control.map[1].newOffset == 11 && control.map[1].accurate == 1);
}

TEST(a_plan_of_another_build_defines_nothing) {
    Fixture fixture;
    fixture.plan.mvid[3] ^= 1;
    CHECK(fixture.Weave() == DDRUN_E_WRONG_MODULE);
    CHECK(fixture.runtime.metadata.definitions.Count() == 0 && fixture.runtime.requested.Count() == 0);
}

TEST(modules_that_cannot_be_woven_define_nothing) {
    Fixture fixture;
    fixture.runtime.moduleFlags = clr::ModuleIsReflectionEmit;
    CHECK(fixture.Weave() == clr::ModuleIsDynamic);
    fixture.runtime.moduleFlags = clr::ModuleIsCollectible;
    CHECK(fixture.Weave() == clr::FunctionIsCollectible);
    CHECK(fixture.runtime.metadata.definitions.Count() == 0 && fixture.runtime.requested.Count() == 0);
}

TEST(an_item_that_is_refused_stops_the_weave) {
    Fixture fixture;
    fixture.runtime.metadata.failAt = 5;
    CHECK(fixture.Weave() == clr::InvalidArgument);
    CHECK(fixture.runtime.requested.Count() == 0);
    CHECK(fixture.runtime.metadata.held == 0);
    CHECK(fixture.BodyOf(0x06000001).Count() == 0);
}

TEST(a_method_that_is_refused_during_the_request_is_answered_and_stays_original) {
    Fixture fixture;
    fixture.runtime.duringRequestState = &fixture.rejit;
    fixture.runtime.duringRequest = [](void* rejit) { static_cast<Rejit*>(rejit)->Refuse(FakeModule, 0x06000002, Collectible); };
    CHECK(fixture.Weave() == clr::Ok);
    CHECK(fixture.results[0] == clr::Ok && fixture.results[1] == Collectible);
    CHECK(fixture.BodyOf(0x06000001).Count() != 0);
    CHECK(fixture.BodyOf(0x06000002).Count() == 0);
    ddrun_failure failure = {};
    CHECK(fixture.rejit.Refusals().Take(&failure, 1) == 0);
}

TEST(a_reason_that_all_methods_share_is_the_answer_to_the_whole) {
    Fixture fixture;
    fixture.runtime.duringRequestState = &fixture.rejit;
    fixture.runtime.duringRequest = [](void* rejit) {
        for (const clr::Token method : {0x06000001U, 0x06000002U}) static_cast<Rejit*>(rejit)->Refuse(FakeModule, method, Collectible);
    };
    CHECK(fixture.Weave() == Collectible);
}

TEST(a_method_that_is_refused_later_is_reported_once) {
    Fixture fixture;
    CHECK(fixture.Weave() == clr::Ok);
    fixture.rejit.Refuse(FakeModule, 0x06000002, Collectible);
    fixture.rejit.Refuse(FakeModule, 0x06000002, Collectible);
    ddrun_failure failures[4] = {};
    CHECK(fixture.rejit.Refusals().Take(failures, 4) == 1);
    CHECK(failures[0].type_handle == &fixture.type && failures[0].token == 0x06000002 && failures[0].result == Collectible);
    CHECK(fixture.rejit.Refusals().Take(failures, 4) == 0);
}

TEST(a_restored_method_is_compiled_from_its_original_body) {
    Fixture fixture;
    CHECK(fixture.Weave() == clr::Ok);
    const clr::Token method = 0x06000002;
    clr::HResult result = -1;
    CHECK(Weaver(fixture.runtime, fixture.rejit).Restore(&fixture.type, &method, 1, &result) == clr::Ok);
    CHECK(result == clr::Ok);
    CHECK(fixture.runtime.requested.Count() == 1 && fixture.runtime.requested[0] == method);
    CHECK(fixture.BodyOf(method).Count() == 0);
    CHECK(fixture.BodyOf(0x06000001).Count() != 0);
}

TEST(what_plans_define_is_kept_no_longer_than_their_bodies) {
    Fixture fixture;
    const auto count = [&] {
        uint32_t kept = 0;
        (void)fixture.rejit.Woven().Each(FakeModule, [&](Originals::Original&) {
            kept++;
            return clr::Ok;
        });
        return kept;
    };
    for (int i = 0; i < 3; i++) CHECK(fixture.Weave() == clr::Ok);
    CHECK(count() == 1);
    CHECK(fixture.BodyOf(0x06000002).Count() != 0);
    const clr::Token methods[] = {0x06000001, 0x06000002};
    clr::HResult results[] = {-1, -1};
    CHECK(Weaver(fixture.runtime, fixture.rejit).Restore(&fixture.type, methods, 2, results) == clr::Ok);
    CHECK(count() == 0);
}

TEST(an_unloaded_module_leaves_nothing_behind) {
    Fixture fixture;
    CHECK(fixture.Weave() == clr::Ok);
    fixture.rejit.Refuse(FakeModule, 0x06000002, Collectible);
    fixture.rejit.Forget(FakeModule);
    CHECK(fixture.BodyOf(0x06000001).Count() == 0);
    ddrun_failure failure = {};
    CHECK(fixture.rejit.Refusals().Take(&failure, 1) == 0);
}
