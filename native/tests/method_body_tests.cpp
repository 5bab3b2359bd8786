#include "harness.h"
#include "method_body.h"

#include <initializer_list>

using namespace ddrun;

namespace {

bool IsBody(std::initializer_list<uint8_t> bytes) {
    const auto size = static_cast<uint32_t>(bytes.size());
    auto* copy = static_cast<uint8_t*>(malloc(size == 0 ? 1 : size));
    if (size != 0) memcpy(copy, bytes.begin(), size);
    const bool result = IsMethodBody({copy, size});
    free(copy);
    return result;
}

} // namespace

TEST(a_tiny_body_has_as_many_bytes_as_it_says) {
    CHECK(IsBody({0x06, 0x2A}));
    CHECK(!IsBody({0x06}));
    CHECK(!IsBody({0x06, 0x2A, 0x00}));
    CHECK(!IsBody({}));
}

TEST(a_fat_body_has_as_many_bytes_as_it_says) {
    CHECK(IsBody({0x03, 0x30, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0x2A}));
    CHECK(IsBody({0x03, 0x30, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0x2A, 0, 0, 0}));
    CHECK(!IsBody({0x03, 0x30, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0x2A, 0, 0, 0, 0}));
    CHECK(!IsBody({0x03, 0x30, 8, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0x2A}));
    CHECK(!IsBody({0x03, 0x30, 8, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0x2A}));
    CHECK(!IsBody({0x03, 0x30, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
    CHECK(!IsBody({0x03, 0x20, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0x2A}));
    CHECK(!IsBody({0x03, 0x30, 8}));
}

TEST(exception_sections_end_with_the_body) {
    CHECK(IsBody({0x0B, 0x30, 8, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x2A, 0x01, 16, 0, 0, 2, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0}));
    CHECK(!IsBody({0x0B, 0x30, 8, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x2A, 0x01, 28, 0, 0, 2, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0}));
    CHECK(!IsBody({0x0B, 0x30, 8, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x2A}));
    CHECK(!IsBody({0x0B, 0x30, 8, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x2A, 0x41, 0xFF, 0xFF, 0xFF}));
}

TEST(a_chain_of_sections_without_an_end_is_refused) {
    CHECK(!IsBody({0x0B, 0x30, 8, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x2A, 0x81, 0, 0, 0, 0x81, 0, 0, 0}));
}
