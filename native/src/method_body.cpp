#include "method_body.h"

#include "body_layout.h"

namespace ddrun {

using namespace layout;

namespace {

uint64_t Align(uint64_t offset) {
    return (offset + 3) & ~static_cast<uint64_t>(3);
}

bool AreSections(Bytes body, uint64_t offset) {
    for (;;) {
        offset = Align(offset);
        if (offset + SectionHeaderSize > body.size) return false;
        const uint8_t* section = body.data + offset;
        const bool fat = (section[0] & FatSection) != 0;
        const uint32_t size = fat ? ReadUInt32(section) >> 8 : section[1];
        const uint32_t clauseSize = fat ? FatClauseSize : SmallClauseSize;
        // Some compilers count the clauses only, without the section's own header; the runtime reads whole clauses.
        const uint32_t clauses = size / clauseSize;
        const uint64_t end = offset + SectionHeaderSize + static_cast<uint64_t>(clauses) * clauseSize;
        if (end > body.size) return false;
        if ((section[0] & MoreSections) == 0) return Align(end) >= body.size;
        offset += size < SectionHeaderSize ? SectionHeaderSize : size;
    }
}

} // namespace

bool IsMethodBody(Bytes body) {
    if (body.size == 0) return false;
    if ((body.data[0] & FormatMask) == TinyFormat) return body.size == 1U + (body.data[0] >> 2);
    if ((body.data[0] & FormatMask) != FatFormat || body.size < HeaderSize) return false;
    if (body.data[1] >> 4 != HeaderSize / 4) return false;

    const uint32_t codeSize = ReadUInt32(body.data + CodeSizeAt);
    const uint64_t codeEnd = static_cast<uint64_t>(HeaderSize) + codeSize;
    if (codeSize == 0 || codeEnd > body.size) return false;
    if ((body.data[0] & HasSections) == 0) return Align(codeEnd) >= body.size;
    return AreSections(body, codeEnd);
}

} // namespace ddrun
