// The image of a module that defines what the core library must for the shortcut to our hook.
#pragma once

#include "list.h"
#include "module_image.h"

namespace ddrun::tests {

struct FakeMember {
    const char* name;
    const uint8_t* signature;
    uint32_t signatureSize;
};

struct FakeType {
    const char* space;
    const char* name;
    const FakeMember* fields;
    const FakeMember* methods;
    uint32_t fieldCount;
    uint32_t methodCount;
};

/// Laid out as in a file. With `wide`, indexes take four bytes, as in large modules.
void WriteImage(const FakeType* types, uint32_t count, bool wide, List<uint8_t>& image);

} // namespace ddrun::tests
