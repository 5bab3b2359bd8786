using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Patterns;

namespace DdRun.Instrumentation.Matching;

/// <summary>Knows what types derive from and implement, across modules, and so which methods rules about interfaces and overrides mean.</summary>
internal sealed class TypeHierarchy(Func<string, MetadataReader?> findAssembly)
{
    // By the module as well: types of different modules may share a name.
    private readonly Dictionary<(Rule Rule, MetadataReader Module, int Type), Relation> _known = [];

    /// <summary>Whether a module can hold types that the rule means. The framework's own are reached only when they are meant.</summary>
    public static bool MayReach(Rule rule, string assembly) =>
        rule.Assembly is not null || !assembly.StartsWith("System", StringComparison.Ordinal) || assembly.StartsWith(rule.Pattern.Type.Prefix, StringComparison.Ordinal);

    /// <summary>Adds the methods of a type that implement or override what the rule names.</summary>
    /// <returns>The assemblies that had to be asked: with other versions of them the answer may be another.</returns>
    public IReadOnlyList<string> Match(MetadataReader metadata, TypeDefinitionHandle type, Rule rule, Action<MethodDefinitionHandle> add)
    {
        var definition = metadata.GetTypeDefinition(type);
        var relation = Relate(metadata, type, rule, 0);
        if (!relation.IsOne)
            return relation.Asked;
        foreach (var handle in definition.GetMethods())
        {
            var method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0 || !rule.Pattern.MatchesName(metadata.GetString(method.Name)))
                continue;
            // Implementations are virtual in metadata whatever their source says; static ones only when the interface's member is.
            if ((method.Attributes & (MethodAttributes.Virtual | MethodAttributes.Static)) == 0)
                continue;
            if (ModuleMatcher.MatchesParameters(metadata, method, rule.Pattern))
                add(handle);
        }
        return relation.Asked;
    }

    private Relation Relate(MetadataReader metadata, TypeDefinitionHandle handle, Rule rule, int depth)
    {
        if (depth > 64)
            return Relation.None;
        var key = (rule, metadata, MetadataTokens.GetToken(handle));
        lock (_known)
        {
            if (_known.TryGetValue(key, out var known))
                return known;
        }
        var asked = new List<string>();
        var type = metadata.GetTypeDefinition(handle);
        var related = Names(rule, MetadataNames.Of(metadata, handle)) || Reaches(metadata, type.BaseType, rule, depth, asked);
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
        var relation = new Relation(related, asked);
        lock (_known)
            _known[key] = relation;
        return relation;
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
        foreach (var handle in metadata.TypeDefinitions)
        {
            if (MetadataNames.Of(metadata, handle) == name)
                return (metadata, handle);
        }
        foreach (var handle in metadata.ExportedTypes)
        {
            var exported = metadata.GetExportedType(handle);
            if (exported.Implementation.Kind == HandleKind.AssemblyReference && name.StartsWith(metadata.GetString(exported.Namespace), StringComparison.Ordinal) &&
                name == metadata.GetString(exported.Namespace) + "." + MetadataNames.WithoutArity(metadata.GetString(exported.Name)))
                return Find(metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)exported.Implementation).Name), name, asked, hops + 1);
        }
        return null;
    }

    private static EntityHandle GenericDefinition(MetadataReader metadata, TypeSpecificationHandle handle)
    {
        var blob = metadata.GetBlobReader(metadata.GetTypeSpecification(handle).Signature);
        if (blob.ReadCompressedInteger() != Weaving.SignatureReader.GenericInstance)
            return default;
        blob.ReadByte();
        return blob.ReadTypeHandle();
    }

    private static bool Names(Rule rule, string type)
    {
        var dot = type.LastIndexOf('.');
        var space = dot < 0 ? "" : type[..dot];
        return rule.Pattern.Type.IsMatch(space, type[(dot + 1)..].Split('+'));
    }

    private sealed record Relation(bool IsOne, IReadOnlyList<string> Asked)
    {
        public static readonly Relation None = new(false, []);
    }
}
