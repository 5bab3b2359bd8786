#include "fake_image.h"

#include "harness.h"

#include <cstring>
#include <initializer_list>

namespace ddrun::tests {

namespace {

constexpr uint32_t SectionRva = 0x2000;
constexpr uint32_t SectionOffset = 0x200;
constexpr uint32_t PeOffset = 0x80;

class Writer {
public:
    explicit Writer(List<uint8_t>& bytes) : _bytes(bytes) {}

    void U8(uint32_t value) { CHECK(_bytes.Add(static_cast<uint8_t>(value))); }
    void U16(uint32_t value) {
        U8(value & 0xFF);
        U8(value >> 8 & 0xFF);
    }
    void U32(uint32_t value) {
        U16(value & 0xFFFF);
        U16(value >> 16);
    }
    void Index(uint32_t value, bool wide) { wide ? U32(value) : U16(value); }
    void Text(const char* text) { CHECK(_bytes.AddRange(reinterpret_cast<const uint8_t*>(text), static_cast<uint32_t>(strlen(text)) + 1)); }
    void Raw(const List<uint8_t>& bytes) { CHECK(_bytes.AddRange(bytes.Data(), bytes.Count())); }
    void Align(uint32_t unit) {
        while (_bytes.Count() % unit != 0) U8(0);
    }
    void PadTo(uint32_t size) {
        while (_bytes.Count() < size) U8(0);
    }

private:
    List<uint8_t>& _bytes;
};

struct Heaps {
    List<uint8_t> strings;
    List<uint8_t> blobs;

    uint32_t Add(const char* text) {
        const uint32_t at = strings.Count();
        Writer(strings).Text(text);
        return at;
    }

    uint32_t AddBlob(const FakeMember& member) {
        const uint32_t at = blobs.Count();
        Writer(blobs).U8(member.signatureSize);
        CHECK(blobs.AddRange(member.signature, member.signatureSize));
        return at;
    }
};

void WriteTables(const FakeType* types, uint32_t count, bool wide, Heaps& heaps, List<uint8_t>& tables) {
    Writer table(tables);
    table.U32(0);
    table.U16(2);
    table.U8(wide ? 7 : 0);
    table.U8(1);
    // Module, TypeDef, Field, MethodDef.
    table.U32(1U << 0 | 1U << 2 | 1U << 4 | 1U << 6);
    table.U32(0);
    table.U32(0);
    table.U32(0);
    uint32_t fields = 0;
    uint32_t methods = 0;
    for (uint32_t i = 0; i < count; i++) {
        fields += types[i].fieldCount;
        methods += types[i].methodCount;
    }
    for (const uint32_t rows : {1U, count, fields, methods}) table.U32(rows);
    table.U16(0);
    table.Index(0, wide);
    for (int guid = 0; guid < 3; guid++) table.Index(0, wide);
    uint32_t field = 1;
    uint32_t method = 1;
    for (uint32_t i = 0; i < count; i++) {
        table.U32(0);
        table.Index(heaps.Add(types[i].name), wide);
        table.Index(heaps.Add(types[i].space), wide);
        table.U16(0);
        table.U16(field);
        table.U16(method);
        field += types[i].fieldCount;
        method += types[i].methodCount;
    }
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < types[i].fieldCount; k++) {
            table.U16(0);
            table.Index(heaps.Add(types[i].fields[k].name), wide);
            table.Index(heaps.AddBlob(types[i].fields[k]), wide);
        }
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < types[i].methodCount; k++) {
            table.U32(0);
            table.U16(0);
            table.U16(0);
            table.Index(heaps.Add(types[i].methods[k].name), wide);
            table.Index(heaps.AddBlob(types[i].methods[k]), wide);
            table.U16(1);
        }
    table.Align(4);
}

void WriteMetadata(const FakeType* types, uint32_t count, bool wide, List<uint8_t>& metadata) {
    Heaps heaps;
    Writer(heaps.strings).U8(0);
    Writer(heaps.blobs).U8(0);
    List<uint8_t> tables;
    WriteTables(types, count, wide, heaps, tables);
    Writer(heaps.strings).Align(4);
    Writer(heaps.blobs).Align(4);

    Writer root(metadata);
    root.U32(0x424A5342);
    root.U32(0x00010001);
    root.U32(0);
    root.U32(4);
    root.U32('v');
    root.U16(0);
    root.U16(3);
    const uint32_t firstStream = metadata.Count() + (8 + 4) + (8 + 12) + (8 + 8);
    root.U32(firstStream);
    root.U32(tables.Count());
    root.Text("#~");
    root.Align(4);
    root.U32(firstStream + tables.Count());
    root.U32(heaps.strings.Count());
    root.Text("#Strings");
    root.Align(4);
    root.U32(firstStream + tables.Count() + heaps.strings.Count());
    root.U32(heaps.blobs.Count());
    root.Text("#Blob");
    root.Align(4);
    root.Raw(tables);
    root.Raw(heaps.strings);
    root.Raw(heaps.blobs);
}

} // namespace

void WriteImage(const FakeType* types, uint32_t count, bool wide, List<uint8_t>& image) {
    List<uint8_t> metadata;
    WriteMetadata(types, count, wide, metadata);
    constexpr uint32_t CliSize = 72;
    const uint32_t sectionSize = CliSize + metadata.Count();

    Writer file(image);
    file.U16(0x5A4D);
    file.PadTo(0x3C);
    file.U32(PeOffset);
    file.PadTo(PeOffset);
    file.U32(0x4550);
    file.U16(0x8664);
    file.U16(1);
    file.PadTo(PeOffset + 20);
    constexpr uint32_t OptionalSize = 240;
    file.U16(OptionalSize);
    file.U16(0);
    file.U16(0x20B);
    file.PadTo(PeOffset + 24 + 112 + 14 * 8);
    file.U32(SectionRva);
    file.U32(CliSize);
    file.PadTo(PeOffset + 24 + OptionalSize);
    file.Text(".text");
    file.PadTo(PeOffset + 24 + OptionalSize + 8);
    file.U32(sectionSize);
    file.U32(SectionRva);
    file.U32(sectionSize);
    file.U32(SectionOffset);
    file.PadTo(SectionOffset);
    file.U32(CliSize);
    file.U32(0);
    file.U32(SectionRva + CliSize);
    file.U32(metadata.Count());
    file.PadTo(SectionOffset + CliSize);
    file.Raw(metadata);
}

} // namespace ddrun::tests
