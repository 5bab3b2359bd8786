// A runtime that notes what it is asked to do.
#pragma once

#include "clr/metadata.h"
#include "clr/profiler_info.h"
#include "list.h"

namespace ddrun::tests {

constexpr clr::ModuleId FakeModule = 0x1234;

struct Definition {
    char kind;
    clr::Token parent;
    char16_t text[16];
    uint8_t blob[16];
    uint32_t blobSize;
};

class FakeMetadata final : public clr::MetadataEmit {
public:
    class Assemblies final : public clr::MetadataAssemblyEmit {
    public:
        explicit Assemblies(FakeMetadata& owner) : _owner(owner) {}
        clr::HResult QueryInterface(const clr::Guid& id, void** object) override;
        uint32_t AddRef() override { return 1; }
        uint32_t Release() override;
        clr::HResult DefineAssemblyReference(const void* publicKeyToken, uint32_t tokenSize, const char16_t* name,
                                             const clr::AssemblyVersion* version, const void* hash, uint32_t hashSize, uint32_t flags,
                                             clr::Token* token) override;

    private:
        FakeMetadata& _owner;
    };

    clr::HResult QueryInterface(const clr::Guid& id, void** object) override;
    uint32_t AddRef() override { return 1; }
    uint32_t Release() override;
    clr::HResult DefineTypeReference(clr::Token scope, const char16_t* name, clr::Token* token) override;
    clr::HResult DefineMemberReference(clr::Token parent, const char16_t* name, const uint8_t* signature, uint32_t size,
                                       clr::Token* token) override;
    clr::HResult DefineSignature(const uint8_t* signature, uint32_t size, clr::Token* token) override;
    clr::HResult DefineTypeSpecification(const uint8_t* signature, uint32_t size, clr::Token* token) override;
    clr::HResult DefineUserString(const char16_t* text, uint32_t length, clr::Token* token) override;
    clr::HResult DefineMethodSpecification(clr::Token method, const uint8_t* instantiation, uint32_t size, clr::Token* token) override;

    List<Definition> definitions;
    uint32_t failAt = UINT32_MAX;
    int held = 0;

private:
    friend class Assemblies;

    clr::HResult Define(char kind, clr::Token parent, const char16_t* text, const uint8_t* blob, uint32_t size, clr::Token* token);

    Assemblies _assemblies{*this};
};

class FakeImport final : public clr::MetadataImport {
public:
    clr::HResult QueryInterface(const clr::Guid& id, void** object) override;
    uint32_t AddRef() override { return 1; }
    uint32_t Release() override { return 1; }
    clr::HResult GetScope(char16_t* name, uint32_t capacity, uint32_t* length, clr::Guid* mvid) override;
};

/// Memory that lives as long as the test.
class FakeAllocator final : public clr::BodyAllocator {
public:
    FakeAllocator() = default;
    FakeAllocator(const FakeAllocator&) = delete;
    FakeAllocator& operator=(const FakeAllocator&) = delete;
    ~FakeAllocator();
    clr::HResult QueryInterface(const clr::Guid& id, void** object) override;
    uint32_t AddRef() override { return 1; }
    uint32_t Release() override;
    void* Allocate(uint32_t size) override;

    int held = 0;

private:
    List<void*> _blocks;
};

class FakeRuntime final : public clr::ProfilerInfo {
public:
    clr::HResult QueryInterface(const clr::Guid& id, void** object) override;
    uint32_t AddRef() override { return 1; }
    uint32_t Release() override { return 1; }
    clr::HResult GetCodeInfo(clr::FunctionId function, const uint8_t** start, uint32_t* size) override;
    clr::HResult GetBodyAllocator(clr::ModuleId module, clr::BodyAllocator** object) override;
    clr::HResult SetMethodBody(clr::ModuleId module, clr::Token method, const uint8_t* body) override;
    clr::HResult SetInstrumentedCodeMap(clr::FunctionId function, int32_t isFirst, uint32_t count, const clr::IlMapEntry* entries) override;
    clr::HResult GetClassIdInfo(clr::ClassId type, clr::ModuleId* module, clr::Token* token) override;
    clr::HResult GetFunctionInfo(clr::FunctionId function, clr::ClassId* type, clr::ModuleId* module, clr::Token* token) override;
    clr::HResult GetModuleMetadata(clr::ModuleId module, uint32_t openFlags, const clr::Guid& id, void** object) override;
    clr::HResult GetMethodBody(clr::ModuleId module, clr::Token method, const uint8_t** body, uint32_t* size) override;
    clr::HResult GetRuntimeInformation(uint16_t* instance, uint32_t* kind, uint16_t* major, uint16_t* minor, uint16_t* build,
                                       uint16_t* revision, uint32_t capacity, uint32_t* length, char16_t* version) override;
    clr::HResult GetModuleInfo(clr::ModuleId module, const uint8_t** base, uint32_t capacity, uint32_t* length, char16_t* name,
                               clr::AssemblyId* assembly, uint32_t* flags) override;
    clr::HResult InitializeCurrentThread() override;
    clr::HResult SetEventMask(uint32_t low, uint32_t high) override;
    clr::HResult ApplyMetadata(clr::ModuleId module) override;
    clr::HResult RequestRejitWithInliners(uint32_t flags, uint32_t count, const clr::ModuleId* modules, const clr::Token* methods) override;

    /// The body of every method.
    static constexpr uint8_t Original[] = {0x03, 0x30, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0x2A};

    FakeMetadata metadata;
    FakeImport import;
    FakeAllocator allocator;
    /// Whether methods have code already.
    bool isCompiled = false;
    /// The method whose body was set last, and that body.
    clr::Token given = 0;
    const uint8_t* givenBody = nullptr;
    List<clr::IlMapEntry> map;
    uint16_t major = 10;
    uint32_t moduleFlags = 0;
    const uint8_t* base = nullptr;
    const char16_t* name = u"";
    uint32_t events = 0;
    uint32_t rejitFlags = 0;
    uint32_t applied = 0;
    int initializedThreads = 0;
    List<clr::Token> requested;
    /// Called in the middle of a request, as the runtime reports refusals.
    void (*duringRequest)(void* state) = nullptr;
    void* duringRequestState = nullptr;
};

/// Takes what the profiler hands over for a method.
class FakeControl final : public clr::FunctionControl {
public:
    clr::HResult QueryInterface(const clr::Guid& id, void** object) override;
    uint32_t AddRef() override { return 1; }
    uint32_t Release() override { return 1; }
    clr::HResult SetMethodBody(uint32_t size, const uint8_t* body) override;
    clr::HResult SetInstrumentedCodeMap(uint32_t count, const clr::IlMapEntry* entries) override;

    List<uint8_t> body;
    List<clr::IlMapEntry> map;
};

} // namespace ddrun::tests
