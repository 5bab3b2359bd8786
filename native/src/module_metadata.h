#pragma once

#include "clr/abi.h"
#include "module_image.h"
#include "plan.h"

namespace ddrun {

/// Finds definitions in a loaded module by name and signature, in its image: the runtime's own look-up takes milliseconds
/// for the core library. What does not look as expected is not found.
class ModuleMetadata {
public:
    explicit ModuleMetadata(const ModuleImage& image);

    /// False when the image has no metadata of the ordinary kind; then nothing is found.
    [[nodiscard]] bool IsReadable() const { return _types.rows != 0; }

    /// The token of a type, 0 when there is none. A nested type has no namespace.
    [[nodiscard]] clr::Token FindType(const char* space, const char* name) const;

    /// The token of a type's method of exactly this signature, 0 when there is none.
    [[nodiscard]] clr::Token FindMethod(clr::Token type, const char* name, Bytes signature) const;
    [[nodiscard]] clr::Token FindField(clr::Token type, const char* name, Bytes signature) const;

private:
    struct Table {
        const uint8_t* start;
        uint32_t rows;
        uint32_t rowSize;
    };

    [[nodiscard]] Bytes At(uint32_t rva) const;
    bool ReadStreams(Bytes metadata);
    bool ReadTables(Bytes tables);
    [[nodiscard]] bool IsText(const uint8_t* place, const char* expected) const;
    [[nodiscard]] bool IsBlob(const uint8_t* place, Bytes expected) const;
    [[nodiscard]] clr::Token FindMember(const Table& members, uint32_t listAt, uint32_t nameAt, clr::Token kind, clr::Token type,
                                        const char* name, Bytes signature) const;

    ModuleImage _image;
    Bytes _strings = {};
    Bytes _blobs = {};
    uint32_t _stringSize = 0;
    uint32_t _blobSize = 0;
    uint32_t _fieldListAt = 0;
    uint32_t _methodListAt = 0;
    uint32_t _fieldIndexSize = 0;
    uint32_t _methodIndexSize = 0;
    Table _types = {};
    Table _fields = {};
    Table _methods = {};
};

} // namespace ddrun
