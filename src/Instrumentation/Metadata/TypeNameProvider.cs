using System.Collections.Immutable;
using System.Reflection.Metadata;
using DdRun.Instrumentation.Patterns;

namespace DdRun.Instrumentation.Metadata;

/// <summary>Makes the names of a signature's types.</summary>
internal sealed class TypeNameProvider : ISignatureTypeProvider<NamedType, MethodDefinition>
{
    public static readonly TypeNameProvider Instance = new();

    public NamedType GetPrimitiveType(PrimitiveTypeCode typeCode) => NamedType.Of("System." + typeCode);

    public NamedType GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => NamedType.Of(MetadataNames.Of(reader, handle));

    public NamedType GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => NamedType.Of(MetadataNames.Of(reader, handle));

    public NamedType GetTypeFromSpecification(MetadataReader reader, MethodDefinition genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public NamedType GetSZArrayType(NamedType elementType) => new("[]", [elementType]);

    public NamedType GetArrayType(NamedType elementType, ArrayShape shape) => new($"[{new string(',', shape.Rank - 1)}]", [elementType]);

    public NamedType GetByReferenceType(NamedType elementType) => new("&", [elementType]);

    public NamedType GetPointerType(NamedType elementType) => new("*", [elementType]);

    public NamedType GetPinnedType(NamedType elementType) => elementType;

    public NamedType GetFunctionPointerType(MethodSignature<NamedType> signature) => NamedType.Of("delegate*");

    public NamedType GetModifiedType(NamedType modifier, NamedType unmodifiedType, bool isRequired) => unmodifiedType;

    public NamedType GetGenericInstantiation(NamedType genericType, ImmutableArray<NamedType> typeArguments) => new(genericType.Name, [.. typeArguments]);

    public NamedType GetGenericMethodParameter(MethodDefinition genericContext, int index) => NamedType.Of("!!" + index);

    public NamedType GetGenericTypeParameter(MethodDefinition genericContext, int index) => NamedType.Of("!" + index);
}
