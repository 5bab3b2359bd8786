#include "il_builder.h"

#include "body_layout.h"
#include "method_body.h"

#include <cstring>

namespace ddrun {

using clr::Token;
using namespace layout;

namespace {

constexpr uint16_t OwnStack = 2;
constexpr uint32_t FilterClause = 1;

// Flags and its own size, and the stack that a method with a tiny header may use.
constexpr uint8_t PlainHeader[HeaderSize] = {FatFormat, 0x30, 8};

struct Clause {
    uint32_t kind, tryStart, tryLength, handlerStart, handlerLength, typeOrFilter;
};
static_assert(sizeof(Clause) == FatClauseSize);

uint32_t U16(const uint8_t* place) {
    return static_cast<uint32_t>(place[0] | place[1] << 8);
}

Clause ReadClause(const uint8_t* place, bool fat) {
    if (fat)
        return {ReadUInt32(place),      ReadUInt32(place + 4),  ReadUInt32(place + 8),
                ReadUInt32(place + 12), ReadUInt32(place + 16), ReadUInt32(place + 20)};
    return {U16(place), U16(place + 2), place[4], U16(place + 5), place[7], ReadUInt32(place + 8)};
}

/// The clauses of the one section that a compiler writes. False when there are more.
bool ReadClauses(const uint8_t* section, uint32_t moved, List<Clause>& clauses) {
    if ((section[0] & MoreSections) != 0 || (section[0] & ~FatSection) != ExceptionSection) return false;
    const bool fat = (section[0] & FatSection) != 0;
    const uint32_t size = fat ? FatClauseSize : SmallClauseSize;
    const uint32_t count = (fat ? ReadUInt32(section) >> 8 : section[1]) / size;
    for (uint32_t i = 0; i < count; i++) {
        Clause clause = ReadClause(section + SectionHeaderSize + static_cast<size_t>(i) * size, fat);
        clause.tryStart += moved;
        clause.handlerStart += moved;
        if ((clause.kind & FilterClause) != 0) clause.typeOrFilter += moved;
        if (!clauses.Add(clause)) return false;
    }
    return true;
}

} // namespace

void IlBuilder::With(uint8_t operation, Token token) {
    Add(operation);
    Append(&token, sizeof token);
}

void IlBuilder::LoadPointer(const void* pointer) {
    constexpr uint8_t LoadInt64 = 0x21;
    constexpr uint8_t ConvertToNativeInt = 0xD3;
    const auto address = static_cast<uint64_t>(reinterpret_cast<uintptr_t>(pointer));
    Add(LoadInt64);
    Append(&address, sizeof address);
    Add(ConvertToNativeInt);
}

uint32_t IlBuilder::Jump(uint8_t operation) {
    Add(operation);
    const uint32_t place = Position();
    constexpr int32_t Unknown = 0;
    Append(&Unknown, sizeof Unknown);
    return place;
}

void IlBuilder::Land(uint32_t jump) {
    if (_failed) return;
    const uint32_t distance = Position() - (jump + 4);
    memcpy(_code.Data() + jump, &distance, sizeof distance);
}

bool IlBuilder::PutBefore(Bytes original, const Catch& region, List<uint8_t>& body) const {
    if (_failed || !IsMethodBody(original)) return false;
    const bool isTiny = (original.data[0] & FormatMask) == TinyFormat;
    const uint8_t* originalCode = original.data + (isTiny ? 1 : HeaderSize);
    const uint32_t originalSize = isTiny ? original.size - 1 : ReadUInt32(original.data + CodeSizeAt);
    const uint32_t moved = Position();

    List<Clause> clauses;
    if (!clauses.Add({0, region.tryStart, region.handlerStart - region.tryStart, region.handlerStart,
                      region.handlerEnd - region.handlerStart, region.type}))
        return false;
    const uint32_t sections = (HeaderSize + originalSize + 3) & ~3U;
    if (!isTiny && (original.data[0] & HasSections) != 0 && !ReadClauses(original.data + sections, moved, clauses)) return false;

    uint8_t header[HeaderSize];
    memcpy(header, isTiny ? PlainHeader : original.data, HeaderSize);
    header[0] |= HasSections;
    const auto maxStack = static_cast<uint16_t>(U16(header + MaxStackAt) < OwnStack ? OwnStack : U16(header + MaxStackAt));
    const uint32_t codeSize = moved + originalSize;
    memcpy(header + MaxStackAt, &maxStack, sizeof maxStack);
    memcpy(header + CodeSizeAt, &codeSize, sizeof codeSize);

    const uint32_t section = (SectionHeaderSize + clauses.Count() * FatClauseSize) << 8 | FatSection | ExceptionSection;
    constexpr uint8_t Padding[3] = {};
    return body.AddRange(header, HeaderSize) && body.AddRange(_code.Data(), moved) && body.AddRange(originalCode, originalSize) &&
           body.AddRange(Padding, (4 - (HeaderSize + codeSize) % 4) % 4) &&
           body.AddRange(reinterpret_cast<const uint8_t*>(&section), sizeof section) &&
           body.AddRange(reinterpret_cast<const uint8_t*>(clauses.Data()), clauses.Count() * FatClauseSize);
}

} // namespace ddrun
