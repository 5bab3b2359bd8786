using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.InteropServices;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Patterns;

namespace DdRun.Instrumentation.Matching;

/// <summary>Knows what types derive from and implement, across modules.</summary>
internal sealed class TypeHierarchy(Func<string, MetadataReader?> findAssembly)
{
    private const int MaxDepth = 64;

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

    /// <summary>A type, what it derives from, and so on: to the first that is not found, or to what everything derives from.</summary>
    /// <param name="metadata">The type's module.</param>
    /// <param name="type">The type.</param>
    /// <param name="asked">Takes the assemblies that had to be asked.</param>
    public List<TypeInstance> Line(MetadataReader metadata, TypeDefinitionHandle type, List<string> asked)
    {
        var last = new TypeInstance(NamedType.Of(MetadataNames.Of(metadata, type)), metadata, type);
        var line = new List<TypeInstance> { last };
        while (line.Count <= MaxDepth && last.Metadata is { } module && Resolve(last, module.GetTypeDefinition(last.Handle).BaseType, asked) is { } parent)
            line.Add(last = parent);
        return line;
    }

    /// <summary>A type that another one derives from, implements or names; null when the handle is nil or that of no class or interface.</summary>
    /// <param name="from">The other one.</param>
    /// <param name="handle">Of a type, in its module.</param>
    /// <param name="asked">Takes the assemblies that had to be asked.</param>
    public TypeInstance? Resolve(TypeInstance from, EntityHandle handle, List<string> asked)
    {
        var metadata = from.Metadata!;
        NamedType[] arguments = [];
        if (handle is { Kind: HandleKind.TypeSpecification, IsNil: false })
        {
            var specification = (TypeSpecificationHandle)handle;
            arguments = metadata.GetTypeSpecification(specification).DecodeSignature(TypeNameProvider.Instance, default).With(from.Type.Arguments).Arguments;
            handle = GenericDefinition(metadata, specification);
        }
        if (handle.IsNil)
            return null;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                var definition = (TypeDefinitionHandle)handle;
                return new(new(MetadataNames.Of(metadata, definition), arguments), metadata, definition);
            case HandleKind.TypeReference:
                var reference = (TypeReferenceHandle)handle;
                var name = MetadataNames.Of(metadata, reference);
                var (module, found) = IsRoot(name) ? default : Elsewhere(metadata, reference, asked).GetValueOrDefault();
                return new(new(name, arguments), module, found);
            default:
                return null;
        }
    }

    /// <summary>What everything derives from leads nowhere.</summary>
    public static bool IsRoot(string type) => type is "System.Object" or "System.ValueType" or "System.Enum" or "System.MulticastDelegate" or "System.Attribute";

    /// <summary>Whether the type of a rule's pattern means one of that name.</summary>
    public static bool IsNamed(Rule rule, string type)
    {
        var dot = type.LastIndexOf('.');
        var space = dot < 0 ? "" : type[..dot];
        return rule.Pattern.Type.IsMatch(space, type[(dot + 1)..].Split('+'));
    }

    private Relation Relate(MetadataReader metadata, TypeDefinitionHandle handle, Rule rule, int depth)
    {
        if (depth > MaxDepth)
            return Relation.None;
        var token = MetadataTokens.GetToken(handle);
        lock (_lock)
        {
            if (Known(rule, metadata).TryGetValue(token, out var known))
                return known;
        }
        var asked = new List<string>();
        var type = metadata.GetTypeDefinition(handle);
        var related = MayName(metadata, rule, type.Name) && IsNamed(rule, MetadataNames.Of(metadata, handle)) || Reaches(metadata, type.BaseType, rule, depth, asked);
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
                if (IsNamed(rule, name))
                    return true;
                if (IsRoot(name))
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
        var element = blob.ReadCompressedInteger();
        for (; element is SignatureReader.RequiredModifier or SignatureReader.OptionalModifier; element = blob.ReadCompressedInteger())
            blob.ReadTypeHandle();
        if (element != SignatureReader.GenericInstance)
            return default;
        blob.ReadByte();
        return blob.ReadTypeHandle();
    }

    // Names are texts to be made; nearly all of them differ in their last part.
    private static bool MayName(MetadataReader metadata, Rule rule, StringHandle name) =>
        rule.Pattern.Type.ExactName is not { } exact || metadata.StringComparer.StartsWith(name, exact);

    private sealed record Relation(bool IsOne, IReadOnlyList<string> Asked)
    {
        public static readonly Relation None = new(false, []), Direct = new(true, []);
    }
}
