using System.Reflection;
using System.Reflection.Metadata;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Patterns;

namespace DdRun.Instrumentation.Matching;

/// <summary>What tells virtual methods of a type apart. Not the return type, which an override may narrow.</summary>
internal sealed record Slot(string Name, int Arity, NamedType[] Parameters)
{
    public static Slot Of(MetadataReader metadata, MethodDefinition method) =>
        Of(metadata.GetString(method.Name), method.DecodeSignature(TypeNameProvider.Whole, method));

    public static Slot Of(MetadataReader metadata, MemberReference method) =>
        Of(metadata.GetString(method.Name), method.DecodeMethodSignature(TypeNameProvider.Whole, default));

    /// <summary>Whether a virtual method takes the place of an inherited one.</summary>
    public static bool IsReused(MetadataReader metadata, MethodDefinition method)
    {
        // With a narrower return type it has a slot of its own as well.
        return (method.Attributes & MethodAttributes.NewSlot) == 0 || Attributes.Has(metadata, method, "PreserveBaseOverridesAttribute");
    }

    /// <summary>The same where the type parameters are these.</summary>
    public Slot With(NamedType[] arguments) =>
        arguments.Length == 0 || Parameters.Length == 0 ? this : this with { Parameters = Array.ConvertAll(Parameters, parameter => parameter.With(arguments)) };

    public bool IsSame(Slot other) => Name == other.Name && Arity == other.Arity && NamedType.AreSame(Parameters, other.Parameters);

    /// <summary>The type's own virtual method with this slot; nil for none.</summary>
    public MethodDefinitionHandle FindIn(TypeInstance type)
    {
        if (type.Metadata is not { } metadata)
            return default;
        foreach (var handle in metadata.GetTypeDefinition(type.Handle).GetMethods())
        {
            var method = metadata.GetMethodDefinition(handle);
            if ((method.Attributes & (MethodAttributes.Virtual | MethodAttributes.Static)) == MethodAttributes.Virtual &&
                metadata.StringComparer.Equals(method.Name, Name) && IsSame(Of(metadata, method).With(type.Type.Arguments)))
                return handle;
        }
        return default;
    }

    private static Slot Of(string name, MethodSignature<NamedType> signature) => new(name, signature.GenericParameterCount, [.. signature.ParameterTypes]);
}
