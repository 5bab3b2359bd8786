#include "module_metadata.h"

#include "tokens.h"

#include <cstring>

namespace ddrun {

using clr::Token;

namespace {

// Numbers of the metadata tables, in whose order they lie.
constexpr uint32_t ModuleTable = 0x00;
constexpr uint32_t TypeRefTable = 0x01;
constexpr uint32_t TypeDefTable = 0x02;
constexpr uint32_t FieldPointerTable = 0x03;
constexpr uint32_t FieldTable = 0x04;
constexpr uint32_t MethodPointerTable = 0x05;
constexpr uint32_t MethodDefTable = 0x06;
constexpr uint32_t ParameterTable = 0x08;
constexpr uint32_t ModuleRefTable = 0x1A;
constexpr uint32_t TypeSpecTable = 0x1B;
constexpr uint32_t AssemblyRefTable = 0x23;
constexpr uint32_t TableCount = 64;

constexpr uint32_t TokenTableShift = 24;
constexpr Token TokenRowMask = 0x00FFFFFF;

constexpr uint32_t PeOffsetAt = 0x3C;
constexpr uint32_t OptionalHeaderAt = 24;
constexpr uint32_t Pe32PlusMagic = 0x20B;
// The fifteenth, of eight bytes each.
constexpr uint64_t CliDirectoryAt = 112;
constexpr uint32_t SectionSize = 40;
constexpr uint32_t MetadataSignature = 0x424A5342;

uint16_t U16(const uint8_t* place) {
    uint16_t value = 0;
    memcpy(&value, place, sizeof value);
    return value;
}

uint32_t U32(const uint8_t* place) {
    uint32_t value = 0;
    memcpy(&value, place, sizeof value);
    return value;
}

bool Has(Bytes bytes, uint64_t offset, uint64_t size) {
    return offset + size <= bytes.size;
}

Bytes Part(Bytes bytes, uint64_t offset, uint64_t size) {
    if (!Has(bytes, offset, size)) return {};
    return {bytes.data + offset, static_cast<uint32_t>(size)};
}

uint32_t IndexAt(const uint8_t* place, uint32_t size) {
    return size == 4 ? U32(place) : U16(place);
}

uint32_t SizeOf(uint32_t rows) {
    return rows > UINT16_MAX ? 4 : 2;
}

uint32_t SizeOfCoded(uint32_t mostRows) {
    constexpr uint32_t MostInTwoBytes = UINT16_MAX >> 2;
    return mostRows > MostInTwoBytes ? 4 : 2;
}

uint32_t Most(uint32_t a, uint32_t b, uint32_t c) {
    const uint32_t most = a > b ? a : b;
    return most > c ? most : c;
}

} // namespace

ModuleMetadata::ModuleMetadata(const ModuleImage& image) : _image(image) {
    const Bytes all = {image.base, image.size};
    if (!Has(all, PeOffsetAt, 4)) return;
    const uint64_t headers = U32(all.data + PeOffsetAt);
    const uint64_t optional = headers + OptionalHeaderAt;
    if (!Has(all, optional, 2)) return;
    const uint64_t directories = optional + (U16(all.data + optional) == Pe32PlusMagic ? 112 : 96);
    if (!Has(all, directories + CliDirectoryAt, 8)) return;
    const Bytes cli = At(U32(all.data + directories + CliDirectoryAt));
    if (!Has(cli, 8, 8)) return;
    const Bytes metadata = At(U32(cli.data + 8));
    if (!ReadStreams(Part(metadata, 0, U32(cli.data + 12)))) _types = {};
}

Bytes ModuleMetadata::At(uint32_t rva) const {
    const Bytes all = {_image.base, _image.size};
    if (_image.isMapped) return rva < all.size ? Part(all, rva, all.size - rva) : Bytes{};
    const uint32_t headers = U32(all.data + PeOffsetAt);
    const uint32_t count = U16(all.data + headers + 6);
    uint64_t section = static_cast<uint64_t>(headers) + OptionalHeaderAt + U16(all.data + headers + 20);
    for (uint32_t i = 0; i < count && Has(all, section, SectionSize); i++, section += SectionSize) {
        const uint32_t start = U32(all.data + section + 12);
        const uint32_t size = U32(all.data + section + 16);
        if (rva < start || rva - start >= size) continue;
        return Part(all, static_cast<uint64_t>(U32(all.data + section + 20)) + (rva - start), size - (rva - start));
    }
    return {};
}

bool ModuleMetadata::ReadStreams(Bytes metadata) {
    if (!Has(metadata, 0, 16) || U32(metadata.data) != MetadataSignature) return false;
    uint64_t place = 16 + static_cast<uint64_t>(U32(metadata.data + 12));
    if (!Has(metadata, place, 4)) return false;
    uint32_t left = U16(metadata.data + place + 2);
    place += 4;
    Bytes tables = {};
    for (; left > 0; left--) {
        if (!Has(metadata, place, 12)) return false;
        const uint8_t* header = metadata.data + place;
        const Bytes stream = Part(metadata, U32(header), U32(header + 4));
        const auto* name = reinterpret_cast<const char*>(header + 8);
        const size_t length = strnlen(name, metadata.size - place - 8);
        if (length == metadata.size - place - 8) return false;
        if (strcmp(name, "#~") == 0) tables = stream;
        if (strcmp(name, "#Strings") == 0) _strings = stream;
        if (strcmp(name, "#Blob") == 0) _blobs = stream;
        place += 8 + ((length + 4) & ~static_cast<size_t>(3));
    }
    return ReadTables(tables);
}

bool ModuleMetadata::ReadTables(Bytes tables) {
    if (!Has(tables, 0, 24)) return false;
    const uint8_t heapSizes = tables.data[6];
    uint32_t rows[TableCount] = {};
    uint64_t place = 24;
    for (uint32_t table = 0; table < TableCount; table++) {
        if ((tables.data[8 + table / 8] >> (table % 8) & 1) == 0) continue;
        if (!Has(tables, place, 4)) return false;
        rows[table] = U32(tables.data + place);
        place += 4;
    }
    if (rows[FieldPointerTable] != 0 || rows[MethodPointerTable] != 0) return false;

    _stringSize = (heapSizes & 1) != 0 ? 4 : 2;
    const uint32_t guidSize = (heapSizes & 2) != 0 ? 4 : 2;
    _blobSize = (heapSizes & 4) != 0 ? 4 : 2;
    _fieldIndexSize = SizeOf(rows[FieldTable]);
    _methodIndexSize = SizeOf(rows[MethodDefTable]);
    const uint32_t scope = Most(rows[ModuleTable], rows[ModuleRefTable], rows[AssemblyRefTable]);
    const uint32_t moduleSize = 2 + _stringSize + 3 * guidSize;
    const uint32_t typeRefSize = SizeOfCoded(Most(scope, rows[TypeRefTable], 0)) + 2 * _stringSize;
    const uint32_t baseType = SizeOfCoded(Most(rows[TypeDefTable], rows[TypeRefTable], rows[TypeSpecTable]));
    _fieldListAt = 4 + 2 * _stringSize + baseType;
    _methodListAt = _fieldListAt + _fieldIndexSize;

    place += static_cast<uint64_t>(rows[ModuleTable]) * moduleSize + static_cast<uint64_t>(rows[TypeRefTable]) * typeRefSize;
    const auto take = [&](uint32_t table, uint32_t rowSize) {
        const uint64_t start = place;
        place += static_cast<uint64_t>(rows[table]) * rowSize;
        return place <= tables.size ? Table{tables.data + start, rows[table], rowSize} : Table{};
    };
    _types = take(TypeDefTable, _methodListAt + _methodIndexSize);
    _fields = take(FieldTable, 2 + _stringSize + _blobSize);
    _methods = take(MethodDefTable, 8 + _stringSize + _blobSize + SizeOf(rows[ParameterTable]));
    return place <= tables.size;
}

bool ModuleMetadata::IsText(const uint8_t* place, const char* expected) const {
    const uint32_t start = IndexAt(place, _stringSize);
    const size_t size = strlen(expected) + 1;
    return Has(_strings, start, size) && memcmp(_strings.data + start, expected, size) == 0;
}

bool ModuleMetadata::IsBlob(const uint8_t* place, Bytes expected) const {
    const uint32_t start = IndexAt(place, _blobSize);
    // Signatures as short as those in question have their length in one byte.
    return Has(_blobs, start, 1 + static_cast<uint64_t>(expected.size)) && _blobs.data[start] == expected.size &&
           memcmp(_blobs.data + start + 1, expected.data, expected.size) == 0;
}

Token ModuleMetadata::FindType(const char* space, const char* name) const {
    for (uint32_t i = 0; i < _types.rows; i++) {
        const uint8_t* row = _types.start + static_cast<size_t>(i) * _types.rowSize;
        if (IsText(row + 4, name) && IsText(row + 4 + _stringSize, space)) return TypeDefTable << TokenTableShift | (i + 1);
    }
    return 0;
}

Token ModuleMetadata::FindMethod(Token type, const char* name, Bytes signature) const {
    return FindMember(_methods, _methodListAt, 8, MethodDefTable << TokenTableShift, type, name, signature);
}

Token ModuleMetadata::FindField(Token type, const char* name, Bytes signature) const {
    return FindMember(_fields, _fieldListAt, 2, FieldTable << TokenTableShift, type, name, signature);
}

Token ModuleMetadata::FindMember(const Table& members, uint32_t listAt, uint32_t nameAt, Token kind, Token type, const char* name,
                                 Bytes signature) const {
    const uint32_t number = type & TokenRowMask;
    if (number == 0 || number > _types.rows) return 0;
    const uint32_t indexSize = &members == &_methods ? _methodIndexSize : _fieldIndexSize;
    const uint8_t* row = _types.start + static_cast<size_t>(number - 1) * _types.rowSize + listAt;
    const uint32_t first = IndexAt(row, indexSize);
    // A type's members end where the next type's begin.
    uint32_t end = number < _types.rows ? IndexAt(row + _types.rowSize, indexSize) : members.rows + 1;
    if (end > members.rows + 1) end = members.rows + 1;
    for (uint32_t i = first; i != 0 && i < end; i++) {
        const uint8_t* member = members.start + static_cast<size_t>(i - 1) * members.rowSize + nameAt;
        if (IsText(member, name) && IsBlob(member + _stringSize, signature)) return kind | i;
    }
    return 0;
}

} // namespace ddrun
