// How a loaded module's metadata grows: the methods of the metadata interfaces that are used here, by slot.
#pragma once

#include "clr/abi.h"

namespace ddrun::clr {

struct AssemblyVersion {
    uint16_t major, minor, build, revision;
    char16_t* locale;
    uint32_t localeLength;
    uint32_t* processors;
    uint32_t processorCount;
    void* systems;
    uint32_t systemCount;
};

struct MetadataImport : UpTo<Unknown, 10> {
    static constexpr Guid Id{0x7DAC8207, 0xD3AE, 0x4C75, {0x9B, 0x67, 0x92, 0x80, 0x1A, 0x49, 0x7D, 0x44}};
    static constexpr int NextSlot = 11;

    virtual HResult GetScope(char16_t* name, uint32_t capacity, uint32_t* length, Guid* mvid) = 0;
};

struct MetadataEmitTypes : UpTo<Unknown, 12> {
    static constexpr int NextSlot = 13;

    virtual HResult DefineTypeReference(Token scope, const char16_t* name, Token* token) = 0;
};

struct MetadataEmitMembers : UpTo<MetadataEmitTypes, 14> {
    static constexpr int NextSlot = 15;

    virtual HResult DefineMemberReference(Token parent, const char16_t* name, const uint8_t* signature, uint32_t size, Token* token) = 0;
};

struct MetadataEmitSignatures : UpTo<MetadataEmitMembers, 23> {
    static constexpr int NextSlot = 24;

    virtual HResult DefineSignature(const uint8_t* signature, uint32_t size, Token* token) = 0;
};

struct MetadataEmitTypeSpecifications : UpTo<MetadataEmitSignatures, 26> {
    static constexpr int NextSlot = 27;

    virtual HResult DefineTypeSpecification(const uint8_t* signature, uint32_t size, Token* token) = 0;
};

struct MetadataEmitStrings : UpTo<MetadataEmitTypeSpecifications, 28> {
    static constexpr int NextSlot = 29;

    virtual HResult DefineUserString(const char16_t* text, uint32_t length, Token* token) = 0;
};

/// IMetaDataEmit2.
struct MetadataEmit : UpTo<MetadataEmitStrings, 52> {
    static constexpr Guid Id{0xF5DD9950, 0xF693, 0x42E6, {0x83, 0x0E, 0x7B, 0x83, 0x3E, 0x81, 0x46, 0xA9}};
    static constexpr int NextSlot = 53;

    virtual HResult DefineMethodSpecification(Token method, const uint8_t* instantiation, uint32_t size, Token* token) = 0;
};

/// IMetaDataAssemblyImport.
struct MetadataAssemblyImport : UpTo<Unknown, 4> {
    static constexpr Guid Id{0xEE62470B, 0xE94B, 0x424E, {0x9B, 0x7C, 0x2F, 0x00, 0xC9, 0x24, 0x9F, 0x93}};
    static constexpr int NextSlot = 5;

    virtual HResult GetAssemblyReferenceProps(Token reference, const void** publicKeyToken, uint32_t* tokenSize, char16_t* name,
                                              uint32_t capacity, uint32_t* length, AssemblyVersion* version, const void** hash,
                                              uint32_t* hashSize, uint32_t* flags) = 0;
};

/// IMetaDataAssemblyEmit.
struct MetadataAssemblyEmit : UpTo<Unknown, 4> {
    static constexpr Guid Id{0x211EF15B, 0x5317, 0x4438, {0xB1, 0x96, 0xDE, 0xC8, 0x7B, 0x88, 0x76, 0x93}};
    static constexpr int NextSlot = 5;

    virtual HResult DefineAssemblyReference(const void* publicKeyToken, uint32_t tokenSize, const char16_t* name,
                                            const AssemblyVersion* version, const void* hash, uint32_t hashSize, uint32_t flags,
                                            Token* token) = 0;
};

} // namespace ddrun::clr
