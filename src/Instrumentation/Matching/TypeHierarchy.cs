using System.Reflection;
using System.Reflection.Metadata;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Patterns;

namespace DdRun.Instrumentation.Matching;

/// <summary>Knows what types derive from and implement, across modules, and so which methods rules about interfaces and overrides mean.</summary>
internal sealed class TypeHierarchy(Func<string, MetadataReader?> findAssembly)
{
    private readonly Dictionary<(Rule Rule, string Type), bool> _known = [];

    /// <summary>Whether a module can hold types that the rule means. The framework's own are reached only when they are meant.</summary>
    public static bool MayReach(Rule rule, string assembly) =>
        rule.Assembly is not null || !assembly.StartsWith("System", StringComparison.Ordinal) || assembly.StartsWith(rule.Pattern.Type.Prefix, StringComparison.Ordinal);

    /// <summary>Adds the methods of a type that implement or override what the rule names.</summary>
    public void Match(MetadataReader metadata, TypeDefinitionHandle type, Rule rule, Action<MethodDefinitionHandle> add)
    {
        var definition = metadata.GetTypeDefinition(type);
        if (!IsRelative(metadata, type, rule, 0))
            return;
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
    }

    private bool IsRelative(MetadataReader metadata, TypeDefinitionHandle handle, Rule rule, int depth)
    {
        if (depth > 64)
            return false;
        var name = MetadataNames.Of(metadata, handle);
        lock (_known)
        {
            if (_known.TryGetValue((rule, name), out var known))
                return known;
        }
        var type = metadata.GetTypeDefinition(handle);
        var related = Names(rule, name) || Reaches(metadata, type.BaseType, rule, depth);
        if (!related && rule.Target == RuleTarget.Implements)
        {
            foreach (var implementation in type.GetInterfaceImplementations())
            {
                if (!Reaches(metadata, metadata.GetInterfaceImplementation(implementation).Interface, rule, depth))
                    continue;
                related = true;
                break;
            }
        }
        lock (_known)
            _known[(rule, name)] = related;
        return related;
    }

    private bool Reaches(MetadataReader metadata, EntityHandle type, Rule rule, int depth)
    {
        if (type.IsNil)
            return false;
        if (type.Kind == HandleKind.TypeSpecification)
            type = GenericDefinition(metadata, (TypeSpecificationHandle)type);
        switch (type.Kind)
        {
            case HandleKind.TypeDefinition when !type.IsNil:
                return IsRelative(metadata, (TypeDefinitionHandle)type, rule, depth + 1);
            case HandleKind.TypeReference when !type.IsNil:
                var handle = (TypeReferenceHandle)type;
                var name = MetadataNames.Of(metadata, handle);
                if (Names(rule, name))
                    return true;
                // What everything derives from leads nowhere.
                if (name is "System.Object" or "System.ValueType" or "System.Enum" or "System.MulticastDelegate" or "System.Attribute")
                    return false;
                return Elsewhere(metadata, handle) is var (other, definition) && IsRelative(other, definition, rule, depth + 1);
            default:
                return false;
        }
    }

    private (MetadataReader Metadata, TypeDefinitionHandle Type)? Elsewhere(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var reference = metadata.GetTypeReference(handle);
        while (reference.ResolutionScope.Kind == HandleKind.TypeReference)
            reference = metadata.GetTypeReference((TypeReferenceHandle)reference.ResolutionScope);
        if (reference.ResolutionScope.Kind != HandleKind.AssemblyReference)
            return null;
        var assembly = metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)reference.ResolutionScope).Name);
        return Find(assembly, MetadataNames.Of(metadata, handle), 0);
    }

    private (MetadataReader Metadata, TypeDefinitionHandle Type)? Find(string assembly, string name, int hops)
    {
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
                return Find(metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)exported.Implementation).Name), name, hops + 1);
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
}
