using System.Globalization;

namespace DdRun.Instrumentation.Plans;

/// <summary>The items of a plan, each once.</summary>
internal sealed class PlanItems
{
    private readonly List<PlanItem> _items = [];
    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);

    public IReadOnlyList<PlanItem> All => _items;

    public PlanReference AssemblyReference(string name, Version version, byte[] publicKeyToken) =>
        Add("A" + name, new(PlanItemKind.AssemblyReference, Text: name) { Version = version, PublicKeyToken = publicKeyToken });

    public PlanReference TypeReference(PlanReference scope, string fullName) =>
        Add($"T{scope.Value}:{fullName}", new(PlanItemKind.TypeReference, scope, fullName));

    public PlanReference TypeSpecification(PlanBlob blob) => Add(blob.Key('S'), new(PlanItemKind.TypeSpecification, Blob: blob));

    public PlanReference MemberReference(PlanReference parent, string name, PlanBlob signature) =>
        Add($"{signature.Key('M')}:{parent.Value}:{name}", new(PlanItemKind.MemberReference, parent, name, signature));

    public PlanReference MethodSpecification(PlanReference method, PlanBlob instantiation) =>
        Add($"{instantiation.Key('G')}:{method.Value}", new(PlanItemKind.MethodSpecification, method, Blob: instantiation));

    public PlanReference Signature(PlanBlob blob) => Add(blob.Key('L'), new(PlanItemKind.Signature, Blob: blob));

    public PlanReference UserString(string text) => Add("U" + text, new(PlanItemKind.UserString, Text: text));

    /// <summary>What people call it.</summary>
    public string Describe(PlanReference reference)
    {
        if (!reference.IsItem)
            return string.Create(CultureInfo.InvariantCulture, $"0x{reference.Value:x8}");
        var item = _items[reference.Index];
        return item.Kind switch
        {
            PlanItemKind.MemberReference => $"{Describe(item.Reference)}::{item.Text}",
            PlanItemKind.MethodSpecification => Describe(item.Reference) + PlanBlobText.Arguments(this, item.Blob!),
            PlanItemKind.UserString => $"\"{item.Text}\"",
            PlanItemKind.TypeReference => item.Text!,
            PlanItemKind.TypeSpecification => PlanBlobText.Type(this, item.Blob!),
            _ => "<…>",
        };
    }

    private PlanReference Add(string key, PlanItem item)
    {
        if (_known.TryGetValue(key, out var known))
            return PlanReference.Item(known);
        _known.Add(key, _items.Count);
        _items.Add(item);
        return PlanReference.Item(_items.Count - 1);
    }
}
