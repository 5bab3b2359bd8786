#include "module_metadata.h"

#include "fake_image.h"
#include "harness.h"

#include <cstdlib>
#include <cstring>
#include <initializer_list>

using namespace ddrun;
using namespace ddrun::tests;

namespace {

constexpr uint8_t NoArguments[] = {0x00, 0x00, 0x01};
constexpr uint8_t OneText[] = {0x00, 0x01, 0x01, 0x0E};
constexpr uint8_t TextField[] = {0x06, 0x0E};
constexpr FakeMember Fields[] = {{"Path", TextField, 2}};
constexpr FakeMember Methods[] = {{"Call", NoArguments, 3}, {"Call", OneText, 4}};
constexpr FakeMember Others[] = {{"Other", NoArguments, 3}};
constexpr FakeType Types[] = {
    {"", "<Module>", nullptr, nullptr, 0, 0},
    {"Space", "First", nullptr, Methods, 0, 2},
    {"", "Nested", Fields, nullptr, 1, 0},
    {"Space", "Last", nullptr, Others, 0, 1},
};

void FindEverything(const ModuleMetadata& metadata) {
    CHECK(metadata.IsReadable());
    const clr::Token first = metadata.FindType("Space", "First");
    CHECK(first == 0x02000002);
    CHECK(metadata.FindMethod(first, "Call", {NoArguments, 3}) == 0x06000001);
    CHECK(metadata.FindMethod(first, "Call", {OneText, 4}) == 0x06000002);
    CHECK(metadata.FindField(metadata.FindType("", "Nested"), "Path", {TextField, 2}) == 0x04000001);
    CHECK(metadata.FindMethod(metadata.FindType("Space", "Last"), "Other", {NoArguments, 3}) == 0x06000003);
}

void FindIn(const uint8_t* bytes, uint32_t size) {
    auto* copy = static_cast<uint8_t*>(malloc(size == 0 ? 1 : size));
    if (size != 0) memcpy(copy, bytes, size);
    const ModuleMetadata metadata({copy, size, false});
    for (const FakeType& type : Types) (void)metadata.FindMethod(metadata.FindType(type.space, type.name), "Call", {OneText, 4});
    (void)metadata.FindField(0x02000003, "Path", {TextField, 2});
    free(copy);
}

} // namespace

TEST(definitions_are_found_by_name_and_signature) {
    for (const bool wide : {false, true}) {
        List<uint8_t> image;
        WriteImage(Types, 4, wide, image);
        FindEverything(ModuleMetadata({image.Data(), image.Count(), false}));
    }
}

TEST(what_a_module_does_not_define_is_not_found) {
    List<uint8_t> image;
    WriteImage(Types, 4, false, image);
    const ModuleMetadata metadata({image.Data(), image.Count(), false});
    CHECK(metadata.FindType("Other", "First") == 0);
    CHECK(metadata.FindType("Space", "Fir") == 0);
    const clr::Token first = metadata.FindType("Space", "First");
    CHECK(metadata.FindMethod(first, "Call", {TextField, 2}) == 0);
    // Its neighbour's.
    CHECK(metadata.FindMethod(first, "Other", {NoArguments, 3}) == 0);
    CHECK(metadata.FindMethod(0, "Call", {NoArguments, 3}) == 0);
    CHECK(metadata.FindMethod(0x02000005, "Call", {NoArguments, 3}) == 0);
}

TEST(a_damaged_image_is_never_read_beyond_its_end) {
    List<uint8_t> image;
    WriteImage(Types, 4, true, image);
    for (uint32_t size = 0; size < image.Count(); size++) FindIn(image.Data(), size);
    for (uint32_t i = 0; i < image.Count(); i++) {
        const uint8_t kept = image[i];
        for (const uint8_t value : {uint8_t{0}, uint8_t{0x7F}, uint8_t{0xFF}}) {
            image[i] = value;
            FindIn(image.Data(), image.Count());
        }
        image[i] = kept;
    }
}
