using System.Reflection;
using System.Reflection.Metadata;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Metadata;

namespace DdRun.Instrumentation.Matching;

/// <summary>Finds the virtual methods of types that a rule names, and what overrides them.</summary>
internal static class Overrides
{
    /// <param name="hierarchy">Knows other types.</param>
    /// <param name="metadata">The type's module.</param>
    /// <param name="type">A type that the rule names, or one that derives from it.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="asked">Takes the assemblies that had to be asked.</param>
    public static List<MethodDefinitionHandle> Find(TypeHierarchy hierarchy, MetadataReader metadata, TypeDefinitionHandle type, Rule rule, List<string> asked)
    {
        var found = new List<MethodDefinitionHandle>();
        List<TypeInstance>? line = null;
        foreach (var handle in metadata.GetTypeDefinition(type).GetMethods())
        {
            var method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0 || (method.Attributes & (MethodAttributes.Virtual | MethodAttributes.Static)) != MethodAttributes.Virtual)
                continue;
            var name = metadata.GetString(method.Name);
            // A name with a dot is that of an interface's method.
            if (!name.Contains('.', StringComparison.Ordinal) && rule.Pattern.MatchesName(name) && ModuleMatcher.IsWritten(metadata, method, rule.Pattern) &&
                ModuleMatcher.MatchesParameters(metadata, method, rule.Pattern) &&
                IsMeant(metadata, method, line ??= hierarchy.Line(metadata, type, asked), rule))
                found.Add(handle);
        }
        return found;
    }

    private static bool IsMeant(MetadataReader metadata, MethodDefinition method, List<TypeInstance> line, Rule rule)
    {
        if (TypeHierarchy.IsNamed(rule, line[0].Type.Name))
            return true;
        if (!Slot.IsReused(metadata, method))
            return false;
        var slot = Slot.Of(metadata, method);
        for (var i = 1; i < line.Count; i++)
        {
            if (TypeHierarchy.IsNamed(rule, line[i].Type.Name))
                return true;
            if (BeginsAt(slot, line[i]))
                return false;
        }
        return false;
    }

    /// <summary>Whether a type has a method of that name and signature which overrides none: those of the types it derives from are hidden.</summary>
    public static bool BeginsAt(Slot slot, TypeInstance type) =>
        slot.FindIn(type) is { IsNil: false } handle && !Slot.IsReused(type.Metadata!, type.Metadata!.GetMethodDefinition(handle));
}
