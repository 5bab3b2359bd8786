using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.InteropServices;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Patterns;

namespace DdRun.Instrumentation.Matching;

/// <summary>Knows what types derive from and implement, across modules, and so which methods rules about interfaces and overrides mean.</summary>
internal sealed class TypeHierarchy(Func<string, MetadataReader?> findAssembly)
{
    // By what is looked for, which several rules may share, and by the module: types of different modules may share a name.
    private readonly Dictionary<string, Dictionary<MetadataReader, Dictionary<int, Relation>>> _deriving = new(StringComparer.Ordinal), _implementing = new(StringComparer.Ordinal);
    private readonly object _lock = new();
    private readonly Dictionary<MetadataReader, TypeIndex> _indices = [];

    /// <summary>Whether a module can hold types that the rule means. The framework's own are reached only when they are meant.</summary>
    public static bool MayReach(Rule rule, string assembly) =>
        rule.Assembly is not null || !assembly.StartsWith("System", StringComparison.Ordinal) || assembly.StartsWith(rule.Pattern.Type.Prefix, StringComparison.Ordinal);

    /// <summary>Whether a type derives from or implements what the rule names.</summary>
    /// <param name="metadata">The type's module.</param>
    /// <param name="type">The type.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="asked">The assemblies that had to be asked: with other versions of them the answer may be another.</param>
    public bool IsRelated(MetadataReader metadata, TypeDefinitionHandle type, Rule rule, out IReadOnlyList<string> asked)
    {
        var relation = Relate(metadata, type, rule, 0);
        asked = relation.Asked;
        return relation.IsOne;
    }

    /// <summary>The methods of such a type that implement or override what the rule names.</summary>
    public static IEnumerable<MethodDefinitionHandle> Members(MetadataReader metadata, TypeDefinitionHandle type, Rule rule)
    {
        foreach (var handle in metadata.GetTypeDefinition(type).GetMethods())
        {
            var method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0 || !rule.Pattern.MatchesName(metadata.GetString(method.Name)))
                continue;
            // Implementations are virtual in metadata whatever their source says; static ones only when the interface's member is.
            if ((method.Attributes & (MethodAttributes.Virtual | MethodAttributes.Static)) == 0)
                continue;
            if (ModuleMatcher.MatchesParameters(metadata, method, rule.Pattern))
                yield return handle;
        }
    }

    private Relation Relate(MetadataReader metadata, TypeDefinitionHandle handle, Rule rule, int depth)
    {
        if (depth > 64)
            return Relation.None;
        var token = MetadataTokens.GetToken(handle);
        lock (_lock)
        {
            if (Known(rule, metadata).TryGetValue(token, out var known))
                return known;
        }
        var asked = new List<string>();
        var type = metadata.GetTypeDefinition(handle);
        var related = MayName(metadata, rule, type.Name) && Names(rule, MetadataNames.Of(metadata, handle)) || Reaches(metadata, type.BaseType, rule, depth, asked);
        if (!related && rule.Target == RuleTarget.Implements)
        {
            foreach (var implementation in type.GetInterfaceImplementations())
            {
                if (!Reaches(metadata, metadata.GetInterfaceImplementation(implementation).Interface, rule, depth, asked))
                    continue;
                related = true;
                break;
            }
        }
        var relation = asked.Count > 0 ? new Relation(related, asked) : related ? Relation.Direct : Relation.None;
        lock (_lock)
            Known(rule, metadata)[token] = relation;
        return relation;
    }

    private Dictionary<int, Relation> Known(Rule rule, MetadataReader metadata)
    {
        ref var modules = ref CollectionsMarshal.GetValueRefOrAddDefault(rule.Target == RuleTarget.Implements ? _implementing : _deriving, rule.Pattern.Type.Text, out _);
        ref var types = ref CollectionsMarshal.GetValueRefOrAddDefault(modules ??= [], metadata, out _);
        return types ??= [];
    }

    private bool Reaches(MetadataReader metadata, EntityHandle type, Rule rule, int depth, List<string> asked)
    {
        if (type.IsNil)
            return false;
        if (type.Kind == HandleKind.TypeSpecification)
            type = GenericDefinition(metadata, (TypeSpecificationHandle)type);
        switch (type.Kind)
        {
            case HandleKind.TypeDefinition when !type.IsNil:
                return Take(Relate(metadata, (TypeDefinitionHandle)type, rule, depth + 1), asked);
            case HandleKind.TypeReference when !type.IsNil:
                var handle = (TypeReferenceHandle)type;
                var name = MetadataNames.Of(metadata, handle);
                if (Names(rule, name))
                    return true;
                // What everything derives from leads nowhere.
                if (name is "System.Object" or "System.ValueType" or "System.Enum" or "System.MulticastDelegate" or "System.Attribute")
                    return false;
                return Elsewhere(metadata, handle, asked) is var (other, definition) && Take(Relate(other, definition, rule, depth + 1), asked);
            default:
                return false;
        }
    }

    private static bool Take(Relation relation, List<string> asked)
    {
        foreach (var assembly in relation.Asked)
        {
            if (!asked.Contains(assembly))
                asked.Add(assembly);
        }
        return relation.IsOne;
    }

    private (MetadataReader Metadata, TypeDefinitionHandle Type)? Elsewhere(MetadataReader metadata, TypeReferenceHandle handle, List<string> asked)
    {
        var reference = metadata.GetTypeReference(handle);
        while (reference.ResolutionScope.Kind == HandleKind.TypeReference)
            reference = metadata.GetTypeReference((TypeReferenceHandle)reference.ResolutionScope);
        if (reference.ResolutionScope.Kind != HandleKind.AssemblyReference)
            return null;
        var assembly = metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)reference.ResolutionScope).Name);
        return Find(assembly, MetadataNames.Of(metadata, handle), asked, 0);
    }

    private (MetadataReader Metadata, TypeDefinitionHandle Type)? Find(string assembly, string name, List<string> asked, int hops)
    {
        if (!asked.Contains(assembly))
            asked.Add(assembly);
        if (hops > 4 || findAssembly(assembly) is not { } metadata)
            return null;
        TypeIndex? index;
        lock (_indices)
        {
            if (!_indices.TryGetValue(metadata, out index))
                _indices.Add(metadata, index = new TypeIndex(metadata));
        }
        if (index.Find(name) is { IsNil: false } type)
            return (metadata, type);
        return index.Forwarded(name) is { } other ? Find(other, name, asked, hops + 1) : null;
    }

    private static EntityHandle GenericDefinition(MetadataReader metadata, TypeSpecificationHandle handle)
    {
        var blob = metadata.GetBlobReader(metadata.GetTypeSpecification(handle).Signature);
        if (blob.ReadCompressedInteger() != Weaving.SignatureReader.GenericInstance)
            return default;
        blob.ReadByte();
        return blob.ReadTypeHandle();
    }

    // Names are texts to be made; nearly all of them differ in their last part.
    private static bool MayName(MetadataReader metadata, Rule rule, StringHandle name) =>
        rule.Pattern.Type.ExactName is not { } exact || metadata.StringComparer.StartsWith(name, exact);

    private static bool Names(Rule rule, string type)
    {
        var dot = type.LastIndexOf('.');
        var space = dot < 0 ? "" : type[..dot];
        return rule.Pattern.Type.IsMatch(space, type[(dot + 1)..].Split('+'));
    }

    private sealed record Relation(bool IsOne, IReadOnlyList<string> Asked)
    {
        public static readonly Relation None = new(false, []), Direct = new(true, []);
    }
}
