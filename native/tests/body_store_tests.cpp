#include "body_store.h"
#include "harness.h"

using namespace ddrun;

namespace {

void Put(BodyStore& store, clr::ModuleId module, clr::Token method, uint8_t content) {
    BodyStore::Body* body = BodyStore::Create(module, nullptr, method, 1);
    body->Bytes()[0] = content;
    CHECK(store.Put(body));
}

int ContentOf(BodyStore& store, clr::ModuleId module, clr::Token method) {
    int content = -1;
    store.With(module, method, [&](BodyStore::Body& body, void*) { content = body.Bytes()[0]; });
    return content;
}

/// The store lives as long as the process; a test's does not.
struct Emptied {
    BodyStore store;
    ~Emptied() {
        for (clr::ModuleId module = 1; module < 4; module++) store.RemoveModule(module);
    }
};

} // namespace

TEST(the_later_body_of_a_method_wins) {
    Emptied emptied;
    Put(emptied.store, 1, 0x06000001, 7);
    Put(emptied.store, 1, 0x06000001, 8);
    CHECK(ContentOf(emptied.store, 1, 0x06000001) == 8);
    CHECK(ContentOf(emptied.store, 2, 0x06000001) == -1);
    CHECK(ContentOf(emptied.store, 1, 0x06000002) == -1);
}

TEST(methods_of_plans_are_counted) {
    Emptied emptied;
    Put(emptied.store, 1, 0x06000001, 7);
    CHECK(emptied.store.Count() == 0);
    emptied.store.BeginPlan();
    Put(emptied.store, 1, 0x06000002, 7);
    Put(emptied.store, 1, 0x06000002, 8);
    Put(emptied.store, 1, 0x06000003, 8);
    CHECK(emptied.store.Lend(2, nullptr, 1));
    CHECK(emptied.store.Count() == 2);
    emptied.store.Remove(2, 0x06000002);
    CHECK(emptied.store.Count() == 2);
    emptied.store.Remove(1, 0x06000002);
    CHECK(emptied.store.Count() == 1);
    emptied.store.RemoveModule(1);
    CHECK(emptied.store.Count() == 0);
}

TEST(a_removed_body_is_gone) {
    Emptied emptied;
    emptied.store.Remove(1, 0x06000001);
    Put(emptied.store, 1, 0x06000001, 7);
    Put(emptied.store, 1, 0x06000002, 8);
    emptied.store.Remove(1, 0x06000001);
    CHECK(ContentOf(emptied.store, 1, 0x06000001) == -1);
    CHECK(ContentOf(emptied.store, 1, 0x06000002) == 8);
}

TEST(thousands_of_bodies_are_found_again) {
    constexpr clr::Token Methods = 5000;
    Emptied emptied;
    for (clr::Token method = 0; method < Methods; method++) {
        Put(emptied.store, 1, 0x06000000 + method, static_cast<uint8_t>(method));
        Put(emptied.store, 2, 0x06000000 + method, static_cast<uint8_t>(method + 1));
    }
    emptied.store.RemoveModule(2);
    bool found = true;
    bool gone = true;
    for (clr::Token method = 0; method < Methods; method++) {
        found = found && ContentOf(emptied.store, 1, 0x06000000 + method) == static_cast<uint8_t>(method);
        gone = gone && ContentOf(emptied.store, 2, 0x06000000 + method) == -1;
    }
    CHECK(found);
    CHECK(gone);
}

TEST(a_copy_has_the_bodies_of_its_lender_until_it_gives_one_up) {
    Emptied emptied;
    Put(emptied.store, 1, 0x06000001, 7);
    Put(emptied.store, 1, 0x06000002, 8);
    int handle = 0;
    CHECK(emptied.store.Lend(2, &handle, 1));
    void* found = nullptr;
    CHECK(emptied.store.With(2, 0x06000001, [&](BodyStore::Body&, void* typeHandle) { found = typeHandle; }));
    CHECK(found == &handle);
    CHECK(ContentOf(emptied.store, 2, 0x06000002) == 8);
    CHECK(ContentOf(emptied.store, 2, 0x06000003) == -1);
    emptied.store.Remove(2, 0x06000002);
    CHECK(ContentOf(emptied.store, 2, 0x06000002) == -1);
    CHECK(ContentOf(emptied.store, 1, 0x06000002) == 8);
    emptied.store.Remove(1, 0x06000001);
    CHECK(ContentOf(emptied.store, 2, 0x06000001) == -1);
}

TEST(a_copy_does_not_get_what_a_later_plan_put_for_its_lender) {
    Emptied emptied;
    Put(emptied.store, 1, 0x06000001, 7);
    CHECK(emptied.store.Lend(2, nullptr, 1));
    emptied.store.BeginPlan();
    Put(emptied.store, 1, 0x06000001, 9);
    CHECK(ContentOf(emptied.store, 1, 0x06000001) == 9);
    CHECK(ContentOf(emptied.store, 2, 0x06000001) == -1);
    Put(emptied.store, 2, 0x06000001, 10);
    CHECK(ContentOf(emptied.store, 2, 0x06000001) == 10);
}

TEST(a_loan_ends_with_either_module) {
    Emptied emptied;
    Put(emptied.store, 1, 0x06000001, 7);
    CHECK(emptied.store.Lend(2, nullptr, 1));
    CHECK(emptied.store.Lend(3, nullptr, 1));
    emptied.store.RemoveModule(2);
    CHECK(ContentOf(emptied.store, 2, 0x06000001) == -1);
    CHECK(ContentOf(emptied.store, 3, 0x06000001) == 7);
    emptied.store.RemoveModule(1);
    CHECK(ContentOf(emptied.store, 3, 0x06000001) == -1);
}
