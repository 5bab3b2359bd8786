using System.Reflection.Metadata;

namespace DdRun.Instrumentation.Metadata;

internal static class Attributes
{
    public static bool Has(MetadataReader metadata, MethodDefinition method, string attribute)
    {
        foreach (var handle in method.GetCustomAttributes())
        {
            if (TryGetName(metadata, metadata.GetCustomAttribute(handle), out _, out var name) && metadata.StringComparer.Equals(name, attribute))
                return true;
        }
        return false;
    }

    public static bool TryGetName(MetadataReader metadata, CustomAttribute attribute, out StringHandle space, out StringHandle name)
    {
        (space, name) = (default, default);
        var owner = attribute.Constructor.Kind switch
        {
            HandleKind.MemberReference => metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent,
            HandleKind.MethodDefinition => metadata.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType(),
            _ => default(EntityHandle),
        };
        switch (owner.Kind)
        {
            case HandleKind.TypeReference when !owner.IsNil:
                var reference = metadata.GetTypeReference((TypeReferenceHandle)owner);
                (space, name) = (reference.Namespace, reference.Name);
                return true;
            case HandleKind.TypeDefinition when !owner.IsNil:
                var definition = metadata.GetTypeDefinition((TypeDefinitionHandle)owner);
                (space, name) = (definition.Namespace, definition.Name);
                return true;
            default:
                return false;
        }
    }
}
