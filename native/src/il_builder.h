#pragma once

#include "clr/abi.h"
#include "list.h"
#include "plan.h"

namespace ddrun {

/// Writes a few instructions that go in front of a method's own. Positions are offsets in the new code.
class IlBuilder {
public:
    static constexpr uint8_t LoadField = 0x7B;
    static constexpr uint8_t Call = 0x28;
    static constexpr uint8_t CallVirtual = 0x6F;
    static constexpr uint8_t IsInstance = 0x75;
    static constexpr uint8_t LoadNull = 0x14;
    static constexpr uint8_t Pop = 0x26;
    static constexpr uint8_t Return = 0x2A;
    static constexpr uint8_t BranchIfFalse = 0x39;
    static constexpr uint8_t Leave = 0xDD;

    /// A region whose handler takes exceptions of a type and directly follows what it protects.
    struct Catch {
        uint32_t tryStart;
        uint32_t handlerStart;
        uint32_t handlerEnd;
        clr::Token type;
    };

    void Add(uint8_t operation) { Append(&operation, 1); }
    void LoadFirstArgument() { Add(0x02); }
    void With(uint8_t operation, clr::Token token);
    /// An address that never changes.
    void LoadPointer(const void* pointer);
    /// Where to is said by `Land`.
    [[nodiscard]] uint32_t Jump(uint8_t operation);
    void Land(uint32_t jump);
    [[nodiscard]] uint32_t Position() const { return _code.Count(); }

    /// The whole body: these instructions, and then the original ones with their regions. False when the original is not as
    /// compilers write it, or memory ran out.
    bool PutBefore(Bytes original, const Catch& region, List<uint8_t>& body) const;

private:
    void Append(const void* bytes, uint32_t size) { _failed |= !_code.AddRange(static_cast<const uint8_t*>(bytes), size); }

    List<uint8_t> _code;
    bool _failed = false;
};

} // namespace ddrun
