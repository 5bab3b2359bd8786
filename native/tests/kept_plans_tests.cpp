#include "fake_image.h"
#include "fake_runtime.h"
#include "harness.h"
#include "item_definer.h"
#include "plan_reader.h"
#include "plan_writer.h"
#include "weaver.h"

using namespace ddrun;
using namespace ddrun::tests;

namespace {

constexpr clr::Token First = 0x06000001;
constexpr clr::Token Second = 0x06000002;
constexpr FakeType Types[] = {{"", "<Module>", nullptr, nullptr, 0, 0}};
constexpr uint32_t MvidAt = 8;
// The header of the CLI part begins the image's section.
constexpr uint32_t NativeDirectoryAt = 0x200 + 64;

struct Fixture {
    FakeRuntime runtime;
    Rejit rejit;
    List<uint8_t> image;
    PlanWriter source = WholePlan();
    Plan plan = {};
    uint32_t count = WholePlanMethods;
    int type = 0;

    Fixture() {
        WriteImage(Types, 1, false, image);
        runtime.base = image.Data();
        runtime.moduleFlags = clr::ModuleIsFlat;
        CHECK(ReadPlan(source.bytes.Data(), source.bytes.Count(), plan) == clr::Ok);
    }
    ~Fixture() { rejit.Forget(FakeModule); }

    clr::HResult Keep() { return Weaver(runtime, rejit).Keep(&type, {source.bytes.Data(), source.bytes.Count()}, count); }

    void Restore(clr::Token method) {
        clr::HResult result = -1;
        CHECK(Weaver(runtime, rejit).Restore(&type, &method, 1, &result) == clr::Ok && result == clr::Ok);
    }

    /// What the runtime gets when it compiles the method anew; empty when it takes the body that the module has.
    List<uint8_t> BodyOf(clr::Token method) {
        FakeControl control;
        CHECK(rejit.Provide(runtime, FakeModule, method, control) == clr::Ok);
        return static_cast<List<uint8_t>&&>(control.body);
    }

    bool IsOriginal(clr::Token method) {
        const List<uint8_t> body = BodyOf(method);
        return body.Count() == sizeof FakeRuntime::Original && memcmp(body.Data(), FakeRuntime::Original, body.Count()) == 0;
    }

    uint32_t Unfinished() {
        ddrun_failure failures[4] = {};
        return rejit.Unfinished().Take(failures, 4);
    }
};

} // namespace

TEST(a_kept_plan_defines_and_asks_for_nothing) {
    Fixture fixture;
    CHECK(fixture.rejit.Kept().IsEmpty());
    CHECK(fixture.Keep() == clr::Ok);
    CHECK(!fixture.rejit.Kept().IsEmpty() && fixture.rejit.WovenCount() == WholePlanMethods);
    CHECK(fixture.runtime.metadata.definitions.Count() == 0 && fixture.runtime.requested.Count() == 0);
    CHECK(fixture.runtime.given == 0);
}

TEST(a_kept_body_is_given_at_the_first_compilation_with_what_it_refers_to) {
    Fixture fixture;
    CHECK(fixture.Keep() == clr::Ok);
    fixture.rejit.Give(fixture.runtime, First);
    const uint8_t expected[] = {0x1A, 0x28, 0x04, 0x01, 0x00, 0x0A, 0x2A};
    CHECK(fixture.runtime.given == First && memcmp(fixture.runtime.givenBody, expected, sizeof expected) == 0);
    CHECK(fixture.runtime.metadata.definitions.Count() == 5 && fixture.runtime.applied == 5);
    CHECK(fixture.runtime.metadata.definitions[0].kind == 'A' && fixture.runtime.metadata.definitions[4].kind == 'M');
    CHECK(fixture.runtime.map.Count() == 1 && fixture.runtime.map[0].newOffset == 5 && fixture.runtime.map[0].accurate == 1);
    CHECK(fixture.runtime.metadata.held == 0 && fixture.runtime.allocator.held == 0);
    CHECK(fixture.Unfinished() == 1);
}

TEST(what_a_kept_plan_has_defined_is_not_defined_again) {
    Fixture fixture;
    CHECK(fixture.Keep() == clr::Ok);
    fixture.rejit.Give(fixture.runtime, First);
    fixture.rejit.Give(fixture.runtime, Second);
    CHECK(fixture.runtime.given == Second);
    // All but one, to which no body refers.
    CHECK(fixture.runtime.metadata.definitions.Count() == WholePlanItems - 1);
    const uint8_t expected[] = {0x07, 0x01, 0x00, 0x11};
    CHECK(memcmp(fixture.runtime.givenBody + LocalsAt, expected, sizeof expected) == 0);
}

TEST(a_kept_body_is_given_once) {
    Fixture fixture;
    CHECK(fixture.Keep() == clr::Ok);
    fixture.rejit.Give(fixture.runtime, First);
    fixture.runtime.given = 0;
    fixture.rejit.Give(fixture.runtime, First);
    fixture.rejit.Give(fixture.runtime, 0x06000003);
    CHECK(fixture.runtime.given == 0);
    CHECK(fixture.Unfinished() == 1);
}

TEST(kept_methods_are_not_inlined_before_nor_after_they_have_their_body) {
    Fixture fixture;
    CHECK(fixture.Keep() == clr::Ok);
    KeptPlans& kept = fixture.rejit.Kept();
    CHECK(!kept.MayInline(FakeModule, First) && kept.MayInline(FakeModule, 0x06000003) && kept.MayInline(FakeModule + 1, First));
    fixture.rejit.Give(fixture.runtime, First);
    CHECK(!kept.MayInline(FakeModule, First));
    fixture.Restore(First);
    fixture.Restore(Second);
    // The module's own body is still ours in the one.
    CHECK(!kept.MayInline(FakeModule, First) && kept.MayInline(FakeModule, Second));
}

TEST(a_kept_method_is_put_back_by_its_own_body_and_one_that_never_ran_by_none) {
    Fixture fixture;
    CHECK(fixture.Keep() == clr::Ok);
    fixture.rejit.Give(fixture.runtime, First);
    CHECK(fixture.BodyOf(First).Count() == 0);
    fixture.Restore(First);
    CHECK(fixture.runtime.requested.Count() == 1 && fixture.runtime.requested[0] == First);
    CHECK(fixture.IsOriginal(First));
    fixture.Restore(Second);
    CHECK(fixture.BodyOf(Second).Count() == 0);
    fixture.rejit.Give(fixture.runtime, Second);
    CHECK(fixture.runtime.given == First);
    CHECK(fixture.rejit.WovenCount() == 0);
    Bytes original = {};
    CHECK(fixture.rejit.Kept().FindOriginal(FakeModule, First, original) && original.data == FakeRuntime::Original);
    CHECK(!fixture.rejit.Kept().FindOriginal(FakeModule, Second, original));
}

TEST(a_later_weave_speaks_for_kept_methods) {
    Fixture fixture;
    CHECK(fixture.Keep() == clr::Ok);
    fixture.rejit.Give(fixture.runtime, First);
    clr::HResult results[WholePlanMethods] = {};
    CHECK(Weaver(fixture.runtime, fixture.rejit).Weave(&fixture.type, fixture.plan, results) == clr::Ok);
    CHECK(fixture.BodyOf(First).Count() != 0 && !fixture.IsOriginal(First));
    CHECK(fixture.rejit.WovenCount() == WholePlanMethods);
    fixture.Restore(First);
    CHECK(fixture.IsOriginal(First));
}

TEST(a_method_with_code_already_is_left_and_reported) {
    Fixture fixture;
    CHECK(fixture.Keep() == clr::Ok);
    fixture.runtime.isCompiled = true;
    fixture.rejit.Give(fixture.runtime, First);
    CHECK(fixture.runtime.given == 0);
    ddrun_failure failure = {};
    CHECK(fixture.rejit.Refusals().Take(&failure, 1) == 1);
    CHECK(failure.type_handle == &fixture.type && failure.token == First && failure.result == DDRUN_E_COMPILED);
    CHECK(fixture.rejit.Kept().MayInline(FakeModule, First) && fixture.rejit.WovenCount() == WholePlanMethods - 1);
}

TEST(a_kept_body_whose_items_are_refused_is_left_and_reported) {
    Fixture fixture;
    CHECK(fixture.Keep() == clr::Ok);
    fixture.runtime.metadata.failAt = 3;
    fixture.rejit.Give(fixture.runtime, First);
    CHECK(fixture.runtime.given == 0 && fixture.runtime.metadata.held == 0 && fixture.Unfinished() == 0);
    ddrun_failure failure = {};
    CHECK(fixture.rejit.Refusals().Take(&failure, 1) == 1);
}

TEST(plans_of_precompiled_modules_of_other_builds_and_second_ones_are_not_kept) {
    Fixture fixture;
    fixture.image[NativeDirectoryAt] = 1;
    CHECK(fixture.Keep() == DDRUN_E_PRECOMPILED);
    fixture.image[NativeDirectoryAt] = 0;
    fixture.source.bytes[MvidAt] ^= 1;
    CHECK(fixture.Keep() == DDRUN_E_WRONG_MODULE);
    fixture.source.bytes[MvidAt] ^= 1;
    fixture.count++;
    CHECK(fixture.Keep() == DDRUN_E_RESULT_COUNT);
    fixture.count--;
    fixture.runtime.moduleFlags = clr::ModuleIsFlat | clr::ModuleIsCollectible;
    CHECK(fixture.Keep() == clr::FunctionIsCollectible);
    fixture.runtime.moduleFlags = clr::ModuleIsFlat;
    CHECK(fixture.rejit.Kept().IsEmpty());
    CHECK(fixture.Keep() == clr::Ok);
    CHECK(fixture.Keep() == DDRUN_E_PRECOMPILED);
}

TEST(a_copy_of_a_module_with_a_kept_plan_needs_its_own) {
    Fixture fixture;
    CHECK(fixture.Keep() == clr::Ok);
    CHECK(Weaver(fixture.runtime, fixture.rejit).WeaveCopy(&fixture.type, &fixture.type) == DDRUN_E_OTHER_COPY);
}

TEST(an_unloaded_module_leaves_no_kept_plan_behind) {
    Fixture fixture;
    CHECK(fixture.Keep() == clr::Ok);
    fixture.rejit.Forget(FakeModule);
    CHECK(fixture.rejit.Kept().IsEmpty());
    fixture.rejit.Give(fixture.runtime, First);
    CHECK(fixture.runtime.given == 0);
}
