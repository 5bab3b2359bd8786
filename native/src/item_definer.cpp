#include "item_definer.h"

#include "blob.h"
#include "clr/metadata.h"
#include "ddrun.h"
#include "tokens.h"

namespace ddrun {

using clr::HResult;
using clr::Token;

namespace {

class ItemDefiner {
public:
    explicit ItemDefiner(Tokens& tokens) : _tokens(tokens) {}

    HResult Open(clr::ProfilerInfo& info, clr::ModuleId module) {
        const HResult result = info.GetModuleMetadata(module, clr::OpenForWrite, clr::MetadataEmit::Id, _emit.OutVoid());
        if (clr::Failed(result)) return result;
        // Without it an assembly is named once more, and nothing worse.
        if (clr::Failed(_emit->QueryInterface(clr::MetadataAssemblyImport::Id, _assemblyImport.OutVoid()))) _hasImport = false;
        return _emit->QueryInterface(clr::MetadataAssemblyEmit::Id, _assemblyEmit.OutVoid());
    }

    HResult DefineLater() { return _tokens.Add(0) ? clr::Ok : clr::OutOfMemory; }

    HResult Define(const PlanItem& item) {
        Token token = 0;
        const HResult result = Define(item, token);
        if (clr::Failed(result)) return result;
        return _tokens.Add(token) ? clr::Ok : clr::OutOfMemory;
    }

    /// An item only refers to items before it.
    HResult DefineNeeded(const List<PlanItem>& items, uint32_t reference) {
        if (!IsItem(reference) || _tokens[Row(reference)] != 0) return clr::Ok;
        const PlanItem& item = items[Row(reference)];
        HResult result = DefineNeeded(items, item.reference);
        for (uint32_t i = 0; i < item.blob.relocations.count && !clr::Failed(result); i++)
            result = DefineNeeded(items, item.blob.relocations[i].reference);
        return clr::Failed(result) ? result : Define(item, _tokens[Row(reference)]);
    }

private:
    HResult Define(const PlanItem& item, Token& token) {
        if (!CopyText(item.text) || !ResolveBlob(item.blob, _tokens, _blob)) return clr::OutOfMemory;
        switch (item.kind) {
        case ItemKind::AssemblyReference:
            return DefineAssembly(item, token);
        case ItemKind::TypeReference:
            return _emit->DefineTypeReference(Resolve(item.reference, _tokens), _text.Data(), &token);
        case ItemKind::TypeSpecification:
            return _emit->DefineTypeSpecification(_blob.Data(), _blob.Count(), &token);
        case ItemKind::MemberReference:
            return _emit->DefineMemberReference(Resolve(item.reference, _tokens), _text.Data(), _blob.Data(), _blob.Count(), &token);
        case ItemKind::MethodSpecification:
            return _emit->DefineMethodSpecification(Resolve(item.reference, _tokens), _blob.Data(), _blob.Count(), &token);
        case ItemKind::Signature:
            return _emit->DefineSignature(_blob.Data(), _blob.Count(), &token);
        case ItemKind::UserString:
            return _emit->DefineUserString(_text.Data(), item.text.length, &token);
        }
        return DDRUN_E_PLAN_ITEM;
    }

    HResult DefineAssembly(const PlanItem& item, Token& token) {
        clr::AssemblyVersion version = {};
        version.major = item.version[0];
        version.minor = item.version[1];
        version.build = item.version[2];
        version.revision = item.version[3];
        if (FindAssembly(item, version, token)) return clr::Ok;
        return _assemblyEmit->DefineAssemblyReference(item.publicKeyToken.data, item.publicKeyToken.size, _text.Data(), &version, nullptr,
                                                      0, 0, &token);
    }

    /// Of all that a plan defines only these are defined anew by the runtime each time; and with them all that refers to them.
    bool FindAssembly(const PlanItem& item, const clr::AssemblyVersion& version, Token& token) {
        if (!_hasImport || !_name.Reserve(item.text.length + 2)) return false;
        while (_name.Count() < item.text.length + 2) (void)_name.Add(u'\0');
        for (uint32_t row = 1;; row++) {
            const Token candidate = static_cast<Token>(Table::AssemblyReference) << 24 | row;
            const void* publicKeyToken = nullptr;
            uint32_t tokenSize = 0;
            uint32_t length = 0;
            clr::AssemblyVersion known = {};
            const HResult result = _assemblyImport->GetAssemblyReferenceProps(
                candidate, &publicKeyToken, &tokenSize, _name.Data(), item.text.length + 2, &length, &known, nullptr, nullptr, nullptr);
            if (clr::Failed(result)) return false;
            // With the terminator.
            if (length != item.text.length + 1 || memcmp(_name.Data(), _text.Data(), item.text.length * sizeof(char16_t)) != 0) continue;
            if (known.major != version.major || known.minor != version.minor || known.build != version.build ||
                known.revision != version.revision)
                continue;
            if (tokenSize != item.publicKeyToken.size ||
                (tokenSize != 0 && memcmp(publicKeyToken, item.publicKeyToken.data, tokenSize) != 0))
                continue;
            token = candidate;
            return true;
        }
    }

    /// The runtime wants aligned, terminated text.
    bool CopyText(const Text& text) {
        _text.Clear();
        if (!_text.Reserve(text.length + 1)) return false;
        for (uint32_t i = 0; i < text.length; i++) {
            char16_t unit = 0;
            memcpy(&unit, text.data + static_cast<size_t>(i) * sizeof unit, sizeof unit);
            (void)_text.Add(unit);
        }
        return _text.Add(u'\0');
    }

    Tokens& _tokens;
    clr::Held<clr::MetadataEmit> _emit;
    clr::Held<clr::MetadataAssemblyEmit> _assemblyEmit;
    clr::Held<clr::MetadataAssemblyImport> _assemblyImport;
    bool _hasImport = true;
    List<char16_t> _name;
    List<char16_t> _text;
    List<uint8_t> _blob;
};

// The runtime looks for an equal one among all signatures of the module, one by one. Those of locals can wait until their method is compiled,
// which most never are.
bool FindOthers(const Plan& plan, List<uint8_t>& isNeeded) {
    if (!isNeeded.Reserve(plan.items.Count())) return false;
    for (const PlanItem& item : plan.items) (void)isNeeded.Add(item.kind == ItemKind::Signature ? 0 : 1);
    for (const PlanMethod& method : plan.methods)
        for (uint32_t i = 0; i < method.relocations.count; i++) {
            const Relocation relocation = method.relocations[i];
            if (IsItem(relocation.reference) && relocation.offset != LocalsAt) isNeeded[Row(relocation.reference)] = 1;
        }
    return true;
}

} // namespace

HResult CheckModule(clr::ProfilerInfo& info, clr::ModuleId module, const Plan& plan) {
    clr::Held<clr::MetadataImport> import;
    HResult result = info.GetModuleMetadata(module, 0, clr::MetadataImport::Id, import.OutVoid());
    if (clr::Failed(result)) return result;
    clr::Guid mvid = {};
    uint32_t nameLength = 0;
    result = import->GetScope(nullptr, 0, &nameLength, &mvid);
    if (clr::Failed(result)) return result;
    static_assert(sizeof mvid == sizeof plan.mvid, "an mvid is a guid");
    return memcmp(&mvid, plan.mvid, sizeof mvid) == 0 ? clr::Ok : DDRUN_E_WRONG_MODULE;
}

HResult DefineNeeded(clr::ProfilerInfo& info, clr::ModuleId module, const Plan& plan, const Relocations& references, Tokens& tokens) {
    bool isComplete = true;
    for (uint32_t i = 0; i < references.count && isComplete; i++)
        isComplete = !IsItem(references[i].reference) || tokens[Row(references[i].reference)] != 0;
    if (isComplete) return clr::Ok;

    ItemDefiner definer(tokens);
    HResult result = definer.Open(info, module);
    for (uint32_t i = 0; i < references.count && !clr::Failed(result); i++)
        result = definer.DefineNeeded(plan.items, references[i].reference);
    return clr::Failed(result) ? result : info.ApplyMetadata(module);
}

HResult DefineSignature(clr::ProfilerInfo& info, clr::ModuleId module, const Blob& signature, const Tokens& items, Token& token) {
    List<uint8_t> blob;
    if (!ResolveBlob(signature, items, blob)) return clr::OutOfMemory;
    clr::Held<clr::MetadataEmit> emit;
    const HResult result = info.GetModuleMetadata(module, clr::OpenForWrite, clr::MetadataEmit::Id, emit.OutVoid());
    return clr::Failed(result) ? result : emit->DefineSignature(blob.Data(), blob.Count(), &token);
}

HResult DefineItems(clr::ProfilerInfo& info, clr::ModuleId module, const Plan& plan, Tokens& tokens) {
    HResult result = CheckModule(info, module, plan);
    if (clr::Failed(result) || plan.items.Count() == 0) return result;
    if (!tokens.Reserve(plan.items.Count())) return clr::OutOfMemory;

    ItemDefiner definer(tokens);
    result = definer.Open(info, module);
    if (clr::Failed(result)) return result;
    List<uint8_t> isNeeded;
    if (!FindOthers(plan, isNeeded)) return clr::OutOfMemory;
    for (uint32_t i = 0; i < plan.items.Count(); i++) {
        result = isNeeded[i] != 0 ? definer.Define(plan.items[i]) : definer.DefineLater();
        if (clr::Failed(result)) return result;
    }
    return info.ApplyMetadata(module);
}

} // namespace ddrun
