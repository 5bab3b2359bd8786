using System.Reflection.Metadata;
using DdRun.Instrumentation.Manifests;

namespace DdRun.Instrumentation.Matching;

/// <summary>Knows what types derive from and implement, across modules.</summary>
internal sealed class TypeHierarchy(Func<string, MetadataReader?> findAssembly)
{
    private readonly Dictionary<string, bool> _reach = new(StringComparer.Ordinal);

    /// <summary>Whether a module can hold types that the rule means.</summary>
    public bool MayReach(MetadataReader metadata, Rule rule, string assembly)
    {
        _ = (metadata, rule, findAssembly);
        return _reach.TryGetValue(assembly, out var known) && known;
    }

    public void Match(MetadataReader metadata, TypeDefinitionHandle type, Rule rule, Action<MethodDefinitionHandle> add)
    {
        _ = (metadata, type, rule, add, _reach);
    }
}
