using System.Collections.Immutable;
using System.Reflection.Metadata;
using DdRun.Instrumentation.Patterns;

namespace DdRun.Instrumentation.Metadata;

/// <summary>Makes the names of a signature's types.</summary>
internal sealed class TypeNameProvider : ISignatureTypeProvider<NamedType, MethodDefinition>
{
    private readonly bool _isWhole;

    private TypeNameProvider(bool isWhole) => _isWhole = isWhole;

    /// <summary>As people name types.</summary>
    public static TypeNameProvider Instance { get; } = new(isWhole: false);

    /// <summary>As the runtime tells types apart: with their modifiers, and the calling conventions of function pointers.</summary>
    public static TypeNameProvider Whole { get; } = new(isWhole: true);

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

    public NamedType GetFunctionPointerType(MethodSignature<NamedType> signature) =>
        new(_isWhole ? NamedType.FunctionPointer + signature.Header : NamedType.FunctionPointer, [.. signature.ParameterTypes, signature.ReturnType]);

    public NamedType GetModifiedType(NamedType modifier, NamedType unmodifiedType, bool isRequired) =>
        _isWhole ? new(isRequired ? "modreq" : "modopt", [modifier, unmodifiedType]) : unmodifiedType;

    public NamedType GetGenericInstantiation(NamedType genericType, ImmutableArray<NamedType> typeArguments) => new(genericType.Name, [.. typeArguments]);

    public NamedType GetGenericMethodParameter(MethodDefinition genericContext, int index) => NamedType.Of("!!" + index);

    public NamedType GetGenericTypeParameter(MethodDefinition genericContext, int index) => NamedType.Of("!" + index);
}
