#include "blob.h"

namespace ddrun {

bool AppendTypeToken(clr::Token token, List<uint8_t>& output) {
    uint32_t tag = 0;
    if (HighByte(token) == static_cast<uint8_t>(Table::TypeReference)) tag = 1;
    if (HighByte(token) == static_cast<uint8_t>(Table::TypeSpecification)) tag = 2;
    const uint32_t value = Row(token) << 2 | tag;

    uint8_t bytes[4];
    uint32_t count = 0;
    if (value < 0x80) {
        bytes[count++] = static_cast<uint8_t>(value);
    } else if (value < 0x4000) {
        bytes[count++] = static_cast<uint8_t>(value >> 8 | 0x80);
        bytes[count++] = static_cast<uint8_t>(value);
    } else {
        bytes[count++] = static_cast<uint8_t>(value >> 24 | 0xC0);
        bytes[count++] = static_cast<uint8_t>(value >> 16);
        bytes[count++] = static_cast<uint8_t>(value >> 8);
        bytes[count++] = static_cast<uint8_t>(value);
    }
    return output.AddRange(bytes, count);
}

clr::Token Resolve(uint32_t reference, const Tokens& items) {
    return IsItem(reference) && items[Row(reference)] != 0 ? items[Row(reference)] : reference;
}

bool ResolveBlob(const Blob& blob, const Tokens& items, List<uint8_t>& output) {
    output.Clear();
    uint32_t copied = 0;
    for (uint32_t i = 0; i < blob.relocations.count; i++) {
        const Relocation relocation = blob.relocations[i];
        if (!output.AddRange(blob.bytes.data + copied, relocation.offset - copied)) return false;
        if (!AppendTypeToken(Resolve(relocation.reference, items), output)) return false;
        copied = relocation.offset;
    }
    return output.AddRange(blob.bytes.data + copied, blob.bytes.size - copied);
}

void ResolveBody(const Relocations& relocations, const Tokens& items, uint8_t* body) {
    for (uint32_t i = 0; i < relocations.count; i++) {
        const Relocation relocation = relocations[i];
        const clr::Token token = Resolve(relocation.reference, items);
        memcpy(body + relocation.offset, &token, sizeof token);
    }
}

} // namespace ddrun
