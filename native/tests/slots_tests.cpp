// Every method that is declared sits where the runtime has it: the numbers count from QueryInterface, which is 0.
#include "clr/metadata.h"
#include "clr/profiler_callback.h"
#include "harness.h"

#include <cstring>

using namespace ddrun::clr;

namespace {

/// A pointer to a virtual method is its offset in the table, marked in the lowest bit (Itanium C++ ABI); on Arm the mark
/// is in the adjustment.
template <typename Method>
size_t SlotOf(Method method) {
    size_t words[2];
    static_assert(sizeof method == sizeof words, "not the Itanium layout");
    memcpy(words, &method, sizeof words);
    return (words[0] & ~static_cast<size_t>(1)) / sizeof(void*);
}

} // namespace

TEST(profiler_info_methods_have_their_slots) {
    CHECK(SlotOf(&ProfilerInfo::QueryInterface) == 0);
    CHECK(SlotOf(&ProfilerInfo::Release) == 2);
    CHECK(SlotOf(&ProfilerInfo::GetCodeInfo) == 5);
    CHECK(SlotOf(&ProfilerInfo::GetClassIdInfo) == 14);
    CHECK(SlotOf(&ProfilerInfo::GetFunctionInfo) == 15);
    CHECK(SlotOf(&ProfilerInfo::GetModuleMetadata) == 21);
    CHECK(SlotOf(&ProfilerInfo::GetMethodBody) == 22);
    CHECK(SlotOf(&ProfilerInfo::GetBodyAllocator) == 23);
    CHECK(SlotOf(&ProfilerInfo::SetMethodBody) == 24);
    CHECK(SlotOf(&BodyAllocator::Allocate) == 3);
    CHECK(SlotOf(&ProfilerInfo::SetInstrumentedCodeMap) == 29);
    CHECK(SlotOf(&ProfilerInfo::GetRuntimeInformation) == 67);
    CHECK(SlotOf(&ProfilerInfo::GetModuleInfo) == 70);
    CHECK(SlotOf(&ProfilerInfo::InitializeCurrentThread) == 72);
    CHECK(SlotOf(&ProfilerInfo::SetEventMask) == 82);
    CHECK(SlotOf(&ProfilerInfo::ApplyMetadata) == 84);
    CHECK(SlotOf(&ProfilerInfo::RequestRejitWithInliners) == 96);
    CHECK(SlotOf(&FunctionControl::SetMethodBody) == 4);
    CHECK(SlotOf(&FunctionControl::SetInstrumentedCodeMap) == 5);
}

TEST(profiler_callback_methods_have_their_slots) {
    CHECK(SlotOf(&ProfilerCallback::Initialize) == 3);
    CHECK(SlotOf(&ProfilerCallback::Shutdown) == 4);
    CHECK(SlotOf(&ProfilerCallback::ModuleLoadFinished) == 14);
    CHECK(SlotOf(&ProfilerCallback::ModuleUnloadStarted) == 15);
    CHECK(SlotOf(&ProfilerCallback::JitCompilationStarted) == 23);
    CHECK(SlotOf(&ProfilerCallback::JitCompilationFinished) == 24);
    CHECK(SlotOf(&ProfilerCallback::JitInlining) == 28);
    CHECK(SlotOf(&ProfilerCallback::InitializeForAttach) == 80);
    CHECK(SlotOf(&ProfilerCallback::GetRejitParameters) == 84);
    CHECK(SlotOf(&ProfilerCallback::RejitCompilationFinished) == 85);
    CHECK(SlotOf(&ProfilerCallback::RejitError) == 86);
    CHECK(SlotOf(&ProfilerCallback::LoadAsNotificationOnly) == 97);
}

TEST(metadata_methods_have_their_slots) {
    CHECK(SlotOf(&MetadataImport::GetScope) == 10);
    CHECK(SlotOf(&MetadataEmit::DefineTypeReference) == 12);
    CHECK(SlotOf(&MetadataEmit::DefineMemberReference) == 14);
    CHECK(SlotOf(&MetadataEmit::DefineSignature) == 23);
    CHECK(SlotOf(&MetadataEmit::DefineTypeSpecification) == 26);
    CHECK(SlotOf(&MetadataEmit::DefineUserString) == 28);
    CHECK(SlotOf(&MetadataEmit::DefineMethodSpecification) == 52);
    CHECK(SlotOf(&MetadataAssemblyEmit::DefineAssemblyReference) == 4);
    CHECK(SlotOf(&MetadataAssemblyImport::GetAssemblyReferenceProps) == 4);
}
