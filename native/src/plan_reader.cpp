#include "plan_reader.h"

#include "ddrun.h"
#include "method_body.h"

namespace ddrun {

using clr::HResult;

namespace {

constexpr uint32_t Magic = 0x50574444;
constexpr uint16_t Version = 1;
constexpr uint16_t HasMaps = 1;
constexpr uint32_t SmallestItem = 5;
constexpr uint32_t SmallestMethod = 13;
constexpr uint32_t RelocationSize = 8;
constexpr uint32_t TokenSize = 4;
constexpr uint32_t MostItems = 0x00FFFFFF;

constexpr uint32_t Bit(ItemKind kind) {
    return 1U << static_cast<uint8_t>(kind);
}

/// What a reference may be in one place of a plan.
struct Allowed {
    const Table* tables;
    uint32_t tableCount;
    uint32_t items;
};

constexpr Table ScopeTables[] = {Table::AssemblyReference, Table::ModuleReference, Table::TypeReference};
constexpr Table TypeTables[] = {Table::TypeDefinition, Table::TypeReference, Table::TypeSpecification};
constexpr Table ParentTables[] = {Table::TypeDefinition, Table::TypeReference, Table::TypeSpecification, Table::ModuleReference,
                                  Table::Method};
constexpr Table MethodTables[] = {Table::Method, Table::MemberReference};
constexpr Table OperandTables[] = {
    Table::TypeReference,     Table::TypeDefinition,      Table::Field,     Table::Method, Table::MemberReference, Table::Signature,
    Table::TypeSpecification, Table::MethodSpecification, Table::UserString};

template <uint32_t count>
constexpr Allowed Allow(const Table (&tables)[count], uint32_t items) {
    return {tables, count, items};
}

constexpr uint32_t TypeItems = Bit(ItemKind::TypeReference) | Bit(ItemKind::TypeSpecification);
constexpr Allowed Scope = Allow(ScopeTables, Bit(ItemKind::AssemblyReference) | Bit(ItemKind::TypeReference));
constexpr Allowed Type = Allow(TypeTables, TypeItems);
constexpr Allowed Parent = Allow(ParentTables, TypeItems);
constexpr Allowed GenericMethod = Allow(MethodTables, Bit(ItemKind::MemberReference));
constexpr Allowed Operand = Allow(OperandTables, ~Bit(ItemKind::AssemblyReference));

class Reader {
public:
    Reader(Bytes source, Plan& plan) : _start(source), _rest(source), _plan(plan) {}

    HResult Read() {
        uint32_t itemCount = 0;
        uint32_t methodCount = 0;
        if (!ReadHeader(itemCount, methodCount)) return _error;
        for (uint32_t i = 0; i < itemCount; i++)
            if (!ReadItem()) return _error;
        _plan.head = {_start.data, _start.size - _rest.size};
        for (uint32_t i = 0; i < methodCount; i++)
            if (!ReadMethod()) return _error;
        return _rest.size == 0 ? clr::Ok : DDRUN_E_PLAN_TRAILING;
    }

private:
    bool Fail(HResult error) {
        _error = error;
        return false;
    }

    bool Take(uint64_t size, const uint8_t*& data) {
        if (size > _rest.size) return Fail(DDRUN_E_PLAN_TRUNCATED);
        data = _rest.data;
        _rest.data += size;
        _rest.size -= static_cast<uint32_t>(size);
        return true;
    }

    template <typename T>
    bool Number(T& value) {
        const uint8_t* data = nullptr;
        if (!Take(sizeof(T), data)) return false;
        memcpy(&value, data, sizeof(T));
        return true;
    }

    bool ReadBytes(Bytes& bytes) { return Number(bytes.size) && Take(bytes.size, bytes.data); }

    bool ReadText(Text& text) { return Number(text.length) && Take(static_cast<uint64_t>(text.length) * sizeof(char16_t), text.data); }

    bool ReadReference(const Allowed& allowed, uint32_t& reference) {
        return Number(reference) && (IsAllowed(allowed, reference) || Fail(DDRUN_E_PLAN_REFERENCE));
    }

    [[nodiscard]] bool IsAllowed(const Allowed& allowed, uint32_t reference) const {
        if (IsItem(reference)) {
            const uint32_t index = Row(reference);
            return index < _plan.items.Count() && (allowed.items & Bit(_plan.items[index].kind)) != 0;
        }
        if (Row(reference) == 0) return false;
        for (uint32_t i = 0; i < allowed.tableCount; i++)
            if (HighByte(reference) == static_cast<uint8_t>(allowed.tables[i])) return true;
        return false;
    }

    /// `width` is how many bytes a relocation covers: none where it inserts, four where it replaces.
    bool ReadRelocations(const Allowed& allowed, uint32_t limit, uint32_t width, Relocations& relocations) {
        if (!Number(relocations.count)) return false;
        if (!Take(static_cast<uint64_t>(relocations.count) * RelocationSize, relocations.data)) return false;
        for (uint32_t i = 0; i < relocations.count; i++) {
            const Relocation relocation = relocations[i];
            if (static_cast<uint64_t>(relocation.offset) + width > limit) return Fail(DDRUN_E_PLAN_OFFSET);
            if (!IsAllowed(allowed, relocation.reference)) return Fail(DDRUN_E_PLAN_REFERENCE);
        }
        return true;
    }

    bool ReadBlob(Blob& blob) {
        if (!ReadBytes(blob.bytes) || !ReadRelocations(Type, blob.bytes.size, 0, blob.relocations)) return false;
        for (uint32_t i = 1; i < blob.relocations.count; i++)
            if (blob.relocations[i].offset < blob.relocations[i - 1].offset) return Fail(DDRUN_E_PLAN_OFFSET);
        return true;
    }

    bool ReadMap(uint32_t limit, Relocations& map) {
        if (!Number(map.count)) return false;
        if (!Take(static_cast<uint64_t>(map.count) * RelocationSize, map.data)) return false;
        for (uint32_t i = 0; i < map.count; i++)
            if (map[i].reference >= limit) return Fail(DDRUN_E_PLAN_OFFSET);
        return true;
    }

    bool ReadHeader(uint32_t& itemCount, uint32_t& methodCount) {
        uint32_t magic = 0;
        uint16_t version = 0;
        uint16_t flags = 0;
        const uint8_t* mvid = nullptr;
        if (!Number(magic) || !Number(version) || !Number(flags)) return false;
        if (magic != Magic || version != Version || (flags & ~HasMaps) != 0) return Fail(DDRUN_E_PLAN_HEADER);
        _hasMaps = (flags & HasMaps) != 0;
        if (!Take(sizeof _plan.mvid, mvid) || !Number(itemCount) || !Number(methodCount)) return false;
        memcpy(_plan.mvid, mvid, sizeof _plan.mvid);

        const uint64_t smallest = static_cast<uint64_t>(itemCount) * SmallestItem + static_cast<uint64_t>(methodCount) * SmallestMethod;
        if (smallest > _rest.size || itemCount > MostItems) return Fail(DDRUN_E_PLAN_COUNT);
        return (_plan.items.Reserve(itemCount) && _plan.methods.Reserve(methodCount)) || Fail(clr::OutOfMemory);
    }

    bool ReadItem() {
        PlanItem item = {};
        return Number(item.kind) && ReadPayload(item) && (_plan.items.Add(item) || Fail(clr::OutOfMemory));
    }

    bool ReadPayload(PlanItem& item) {
        switch (item.kind) {
        case ItemKind::AssemblyReference:
            return ReadText(item.text) && Number(item.version) && ReadBytes(item.publicKeyToken);
        case ItemKind::TypeReference:
            return ReadReference(Scope, item.reference) && ReadText(item.text);
        case ItemKind::TypeSpecification:
        case ItemKind::Signature:
            return ReadBlob(item.blob);
        case ItemKind::MemberReference:
            return ReadReference(Parent, item.reference) && ReadText(item.text) && ReadBlob(item.blob);
        case ItemKind::MethodSpecification:
            return ReadReference(GenericMethod, item.reference) && ReadBlob(item.blob);
        case ItemKind::UserString:
            return ReadText(item.text);
        }
        return Fail(DDRUN_E_PLAN_ITEM);
    }

    bool ReadMethod() {
        PlanMethod method = {};
        if (!Number(method.token)) return false;
        if (HighByte(method.token) != static_cast<uint8_t>(Table::Method) || Row(method.token) == 0) return Fail(DDRUN_E_PLAN_METHOD);
        if (!ReadBytes(method.body)) return false;
        if (!IsMethodBody(method.body)) return Fail(DDRUN_E_PLAN_BODY);
        if (!ReadRelocations(Operand, method.body.size, TokenSize, method.relocations)) return false;
        if (_hasMaps && !ReadMap(method.body.size, method.map)) return false;
        return _plan.methods.Add(method) || Fail(clr::OutOfMemory);
    }

    Bytes _start;
    Bytes _rest;
    Plan& _plan;
    HResult _error = clr::Ok;
    bool _hasMaps = false;
};

} // namespace

Relocation Relocations::operator[](uint32_t index) const {
    Relocation relocation;
    memcpy(&relocation, data + static_cast<size_t>(index) * RelocationSize, sizeof relocation);
    return relocation;
}

HResult ReadPlan(const uint8_t* data, uint32_t size, Plan& plan) {
    return Reader({data, size}, plan).Read();
}

} // namespace ddrun
