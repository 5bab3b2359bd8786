using System.Reflection.Metadata;

namespace DdRun.Instrumentation.Metadata;

/// <summary>Names as people write them: arities left out, nested types after a <c>+</c>.</summary>
internal static class MetadataNames
{
    public static string Of(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var name = WithoutArity(metadata.GetString(type.Name));
        var outer = type.GetDeclaringType();
        if (!outer.IsNil)
            return Of(metadata, outer) + "+" + name;
        return type.Namespace.IsNil ? name : metadata.GetString(type.Namespace) + "." + name;
    }

    /// <summary>As reflection writes it, with arities.</summary>
    public static string Reflected(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var name = metadata.GetString(type.Name);
        var outer = type.GetDeclaringType();
        if (!outer.IsNil)
            return Reflected(metadata, outer) + "+" + name;
        return type.Namespace.IsNil ? name : metadata.GetString(type.Namespace) + "." + name;
    }

    public static string Of(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = WithoutArity(metadata.GetString(type.Name));
        if (type.ResolutionScope is { Kind: HandleKind.TypeReference, IsNil: false } outer)
            return Of(metadata, (TypeReferenceHandle)outer) + "+" + name;
        return type.Namespace.IsNil ? name : metadata.GetString(type.Namespace) + "." + name;
    }

    /// <summary>The last part, for resources and default names.</summary>
    public static string Short(MetadataReader metadata, TypeDefinitionHandle handle) => WithoutArity(metadata.GetString(metadata.GetTypeDefinition(handle).Name));

    public static string WithoutArity(string name)
    {
        var tick = name.LastIndexOf('`');
        return tick > 0 ? name[..tick] : name;
    }
}
