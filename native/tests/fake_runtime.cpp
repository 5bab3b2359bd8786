#include "fake_runtime.h"

#include "harness.h"
#include "plan_writer.h"

namespace ddrun::tests {

using clr::HResult;
using clr::Token;

namespace {

template <typename Interface>
HResult Hand(Interface* object, void** place) {
    *place = object;
    return clr::Ok;
}

} // namespace

HResult FakeMetadata::QueryInterface(const clr::Guid& id, void** object) {
    if (!(id == clr::MetadataAssemblyEmit::Id)) return clr::NoInterface;
    held++;
    return Hand(&_assemblies, object);
}

uint32_t FakeMetadata::Release() {
    held--;
    return 1;
}

HResult FakeMetadata::Assemblies::QueryInterface(const clr::Guid& /*id*/, void** /*object*/) {
    return clr::NoInterface;
}

uint32_t FakeMetadata::Assemblies::Release() {
    return _owner.Release();
}

HResult FakeMetadata::Assemblies::DefineAssemblyReference(const void* publicKeyToken, uint32_t tokenSize, const char16_t* name,
                                                          const clr::AssemblyVersion* version, const void* /*hash*/, uint32_t /*hashSize*/,
                                                          uint32_t /*flags*/, Token* token) {
    CHECK(version->major == 1 && version->minor == 2 && version->build == 3 && version->revision == 4);
    return _owner.Define('A', 0, name, static_cast<const uint8_t*>(publicKeyToken), tokenSize, token);
}

HResult FakeMetadata::Define(char kind, Token parent, const char16_t* text, const uint8_t* blob, uint32_t size, Token* token) {
    if (definitions.Count() == failAt) return clr::InvalidArgument;
    Definition definition = {};
    definition.kind = kind;
    definition.parent = parent;
    for (uint32_t i = 0; text != nullptr && text[i] != 0 && i < 15; i++) definition.text[i] = text[i];
    if (size != 0) memcpy(definition.blob, blob, size);
    definition.blobSize = size;
    CHECK(definitions.Add(definition));
    const Token tables[] = {0x23000000, 0x01000000, 0x1B000000, 0x0A000000, 0x2B000000, 0x11000000, 0x70000000};
    *token = tables[strchr("ATSMGLU", kind) - "ATSMGLU"] | (0x100 + definitions.Count() - 1);
    return clr::Ok;
}

HResult FakeMetadata::DefineTypeReference(Token scope, const char16_t* name, Token* token) {
    return Define('T', scope, name, nullptr, 0, token);
}

HResult FakeMetadata::DefineMemberReference(Token parent, const char16_t* name, const uint8_t* signature, uint32_t size, Token* token) {
    return Define('M', parent, name, signature, size, token);
}

HResult FakeMetadata::DefineSignature(const uint8_t* signature, uint32_t size, Token* token) {
    return Define('L', 0, nullptr, signature, size, token);
}

HResult FakeMetadata::DefineTypeSpecification(const uint8_t* signature, uint32_t size, Token* token) {
    return Define('S', 0, nullptr, signature, size, token);
}

HResult FakeMetadata::DefineUserString(const char16_t* text, uint32_t /*length*/, Token* token) {
    return Define('U', 0, text, nullptr, 0, token);
}

HResult FakeMetadata::DefineMethodSpecification(Token method, const uint8_t* instantiation, uint32_t size, Token* token) {
    return Define('G', method, nullptr, instantiation, size, token);
}

HResult FakeImport::QueryInterface(const clr::Guid& /*id*/, void** /*object*/) {
    return clr::NoInterface;
}

HResult FakeImport::GetScope(char16_t* /*name*/, uint32_t /*capacity*/, uint32_t* /*length*/, clr::Guid* mvid) {
    memcpy(mvid, Mvid, sizeof Mvid);
    return clr::Ok;
}

HResult FakeRuntime::QueryInterface(const clr::Guid& id, void** object) {
    if (!(id == clr::ProfilerInfo::Id)) return clr::NoInterface;
    return Hand(static_cast<clr::ProfilerInfo*>(this), object);
}

FakeAllocator::~FakeAllocator() {
    for (void* block : _blocks) free(block);
}

HResult FakeAllocator::QueryInterface(const clr::Guid& /*id*/, void** /*object*/) {
    return clr::NoInterface;
}

uint32_t FakeAllocator::Release() {
    held--;
    return 1;
}

void* FakeAllocator::Allocate(uint32_t size) {
    void* block = malloc(size);
    CHECK(_blocks.Add(block));
    return block;
}

HResult FakeRuntime::GetCodeInfo(clr::FunctionId /*function*/, const uint8_t** start, uint32_t* size) {
    *start = Original;
    *size = sizeof Original;
    return isCompiled ? clr::Ok : clr::InvalidArgument;
}

HResult FakeRuntime::GetBodyAllocator(clr::ModuleId module, clr::BodyAllocator** object) {
    CHECK(module == FakeModule);
    allocator.held++;
    *object = &allocator;
    return clr::Ok;
}

HResult FakeRuntime::SetMethodBody(clr::ModuleId module, Token method, const uint8_t* newBody) {
    CHECK(module == FakeModule);
    given = method;
    givenBody = newBody;
    return clr::Ok;
}

HResult FakeRuntime::SetInstrumentedCodeMap(clr::FunctionId function, int32_t isFirst, uint32_t count, const clr::IlMapEntry* entries) {
    CHECK(static_cast<Token>(function) == given && isFirst != 0);
    map.Clear();
    CHECK(map.AddRange(entries, count));
    return clr::Ok;
}

HResult FakeRuntime::GetClassIdInfo(clr::ClassId /*type*/, clr::ModuleId* module, Token* token) {
    *module = FakeModule;
    *token = 0x02000001;
    return clr::Ok;
}

HResult FakeRuntime::GetFunctionInfo(clr::FunctionId function, clr::ClassId* type, clr::ModuleId* module, Token* token) {
    *type = 0;
    *module = FakeModule;
    *token = static_cast<Token>(function);
    return clr::Ok;
}

HResult FakeRuntime::GetModuleMetadata(clr::ModuleId module, uint32_t /*openFlags*/, const clr::Guid& id, void** object) {
    CHECK(module == FakeModule);
    if (id == clr::MetadataImport::Id) return Hand(static_cast<clr::MetadataImport*>(&import), object);
    if (!(id == clr::MetadataEmit::Id)) return clr::NoInterface;
    metadata.held++;
    return Hand(static_cast<clr::MetadataEmit*>(&metadata), object);
}

HResult FakeRuntime::GetMethodBody(clr::ModuleId /*module*/, Token /*method*/, const uint8_t** body, uint32_t* size) {
    *body = Original;
    *size = sizeof Original;
    return clr::Ok;
}

HResult FakeRuntime::GetRuntimeInformation(uint16_t* /*instance*/, uint32_t* kind, uint16_t* runtimeMajor, uint16_t* /*minor*/,
                                           uint16_t* /*build*/, uint16_t* /*revision*/, uint32_t /*capacity*/, uint32_t* /*length*/,
                                           char16_t* /*version*/) {
    *kind = 2;
    *runtimeMajor = major;
    return clr::Ok;
}

HResult FakeRuntime::GetModuleInfo(clr::ModuleId /*module*/, const uint8_t** image, uint32_t capacity, uint32_t* length, char16_t* path,
                                   clr::AssemblyId* /*assembly*/, uint32_t* flags) {
    *length = 0;
    do {
        if (*length < capacity) path[*length] = name[*length];
    } while (name[(*length)++] != 0);
    *image = base;
    *flags = moduleFlags;
    return clr::Ok;
}

HResult FakeRuntime::InitializeCurrentThread() {
    initializedThreads++;
    return clr::Ok;
}

HResult FakeRuntime::SetEventMask(uint32_t low, uint32_t high) {
    CHECK(high == 0);
    events = low;
    return clr::Ok;
}

HResult FakeRuntime::ApplyMetadata(clr::ModuleId module) {
    CHECK(module == FakeModule);
    applied = metadata.definitions.Count();
    return clr::Ok;
}

HResult FakeRuntime::RequestRejitWithInliners(uint32_t flags, uint32_t count, const clr::ModuleId* modules, const Token* methods) {
    rejitFlags = flags;
    requested.Clear();
    for (uint32_t i = 0; i < count; i++) CHECK(modules[i] == FakeModule && requested.Add(methods[i]));
    if (duringRequest != nullptr) duringRequest(duringRequestState);
    return clr::Ok;
}

HResult FakeControl::QueryInterface(const clr::Guid& /*id*/, void** /*object*/) {
    return clr::NoInterface;
}

HResult FakeControl::SetMethodBody(uint32_t size, const uint8_t* newBody) {
    body.Clear();
    CHECK(body.AddRange(newBody, size));
    return clr::Ok;
}

HResult FakeControl::SetInstrumentedCodeMap(uint32_t count, const clr::IlMapEntry* entries) {
    for (uint32_t i = 0; i < count; i++)
        if (!map.Add(entries[i])) return clr::OutOfMemory;
    return clr::Ok;
}

} // namespace ddrun::tests
