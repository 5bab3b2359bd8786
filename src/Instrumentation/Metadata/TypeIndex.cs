using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Text;

namespace DdRun.Instrumentation.Metadata;

/// <summary>
/// A module's types by name, and where those are that it only forwards. It keeps hashes: strings for the thousands of names that nobody asks
/// for would be most of what a cold start allocates.
/// </summary>
internal sealed unsafe class TypeIndex
{
    private readonly MetadataReader _metadata;
    private readonly int _types;
    // Entries are chained: the types by their rows, then the forwarded ones. 0 ends a chain.
    private readonly int[] _first;
    private readonly int[] _next;

    public TypeIndex(MetadataReader metadata)
    {
        _metadata = metadata;
        _types = metadata.TypeDefinitions.Count;
        var count = _types + metadata.ExportedTypes.Count;
        _first = new int[Math.Max(1, count)];
        _next = new int[count + 1];
        for (var entry = 1; entry <= count; entry++)
        {
            var name = entry <= _types
                ? metadata.GetTypeDefinition(MetadataTokens.TypeDefinitionHandle(entry)).Name
                : metadata.GetExportedType(Exported(entry)).Name;
            var bytes = metadata.GetBlobReader(name);
            ref var first = ref _first[Bucket(new(bytes.CurrentPointer, bytes.Length))];
            (_next[entry], first) = (first, entry);
        }
    }

    /// <summary>A type of this module, nil for none.</summary>
    /// <param name="name">As <see cref="MetadataNames"/> writes it.</param>
    public TypeDefinitionHandle Find(string name)
    {
        var found = default(TypeDefinitionHandle);
        for (var entry = Chain(name); entry != 0; entry = _next[entry])
        {
            // The first of several that differ in arity only, which is the last of the chain.
            if (entry <= _types && MetadataNames.Of(_metadata, MetadataTokens.TypeDefinitionHandle(entry)) == name)
                found = MetadataTokens.TypeDefinitionHandle(entry);
        }
        return found;
    }

    /// <summary>The assembly that has the type instead, or null.</summary>
    public string? Forwarded(string name)
    {
        for (var entry = Chain(name); entry != 0; entry = _next[entry])
        {
            if (entry <= _types)
                continue;
            var exported = _metadata.GetExportedType(Exported(entry));
            if (exported.Implementation.Kind == HandleKind.AssemblyReference &&
                name == _metadata.GetString(exported.Namespace) + "." + MetadataNames.WithoutArity(_metadata.GetString(exported.Name)))
                return _metadata.GetString(_metadata.GetAssemblyReference((AssemblyReferenceHandle)exported.Implementation).Name);
        }
        return null;
    }

    private ExportedTypeHandle Exported(int entry) => MetadataTokens.ExportedTypeHandle(entry - _types);

    private int Chain(string name) => _first[Bucket(Encoding.UTF8.GetBytes(name))];

    // Of the last part of the name, without the arity.
    private int Bucket(ReadOnlySpan<byte> name)
    {
        var hash = 0u;
        foreach (var c in name)
        {
            if (c == '`')
                break;
            hash = c is (byte)'.' or (byte)'+' ? 0 : hash * 31 + c;
        }
        return (int)(hash % (uint)_first.Length);
    }
}
