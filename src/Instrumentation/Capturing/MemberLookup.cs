using DdRun.Instrumentation.Il;
using Mono.Cecil;

namespace DdRun.Instrumentation.Capturing;

/// <summary>Finds what a step of a path names, in a type, its bases and its interfaces.</summary>
internal static class MemberLookup
{
    /// <summary>A field or a parameterless getter, and the type through which it is reached.</summary>
    public static (IMemberDefinition? Member, TypeReference Owner) Find(TypeReference type, string name)
    {
        foreach (var (definition, reference) in Lineage(type))
        {
            foreach (var property in definition.Properties)
            {
                if (property.Name == name && property.GetMethod is { HasParameters: false, IsStatic: false } getter)
                    return (getter, reference);
            }
            foreach (var field in definition.Fields)
            {
                if (field.Name == name && !field.IsStatic)
                    return (field, reference);
            }
        }
        return (null, type);
    }

    /// <summary>One that the method may use, where there is such: types have others for the interfaces that they implement.</summary>
    public static (MethodDefinition? Member, TypeReference Owner) FindIndexer(TypeReference type, bool byText, MethodDefinition from)
    {
        (MethodDefinition? Member, TypeReference Owner) found = (null, type);
        foreach (var (definition, reference) in Lineage(type))
        {
            foreach (var property in definition.Properties)
            {
                if (property.GetMethod is { IsStatic: false, Parameters.Count: 1 } getter && property.Parameters.Count == 1)
                {
                    var key = BareType.Of(GenericTypes.Substitute(property.Parameters[0].ParameterType, reference));
                    if (key.FullName != (byText ? "System.String" : "System.Int32"))
                        continue;
                    if (Accessibility.CanUse(from, getter))
                        return (getter, reference);
                    if (found.Member is null)
                        found = (getter, reference);
                }
            }
        }
        return found;
    }

    /// <summary>Names that could have been meant.</summary>
    public static string[] Names(TypeReference type)
    {
        var names = new List<string>();
        foreach (var (definition, _) in Lineage(type))
        {
            foreach (var property in definition.Properties)
            {
                if (property.GetMethod is { HasParameters: false, IsStatic: false })
                    names.Add(property.Name);
            }
            foreach (var field in definition.Fields)
            {
                if (!field.IsStatic && field.Name[0] != '<')
                    names.Add(field.Name);
            }
        }
        return [.. names];
    }

    private static IEnumerable<(TypeDefinition Definition, TypeReference Reference)> Lineage(TypeReference type)
    {
        TypeReference? at = type;
        for (var depth = 0; at is not null && depth < 64; depth++)
        {
            if (at.Resolve() is not { } definition)
                yield break;
            yield return (definition, at);
            if (definition.IsInterface)
            {
                foreach (var contract in definition.Interfaces)
                {
                    foreach (var inherited in Lineage(GenericTypes.Substitute(contract.InterfaceType, at)))
                        yield return inherited;
                }
            }
            at = definition.BaseType is { } parent ? GenericTypes.Substitute(parent, at) : null;
        }
    }
}
