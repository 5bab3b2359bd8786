using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Plans;
using Mono.Cecil;

namespace DdRun.Instrumentation.Capturing;

/// <summary>Writes Cecil's types as the module that is woven names them, defining what it does not name yet.</summary>
internal sealed class TypeEncoder(ModuleDefinition module, PlanItems items)
{
    public PlanBlob Encode(TypeReference type)
    {
        var blob = new PlanBlob();
        Write(blob, type);
        return blob;
    }

    /// <summary>What an instruction or a member reference names a type by.</summary>
    public PlanReference Reference(TypeReference type) =>
        type is TypeSpecification or GenericParameter ? items.TypeSpecification(Encode(type)) : Definition(type);

    private void Write(PlanBlob blob, TypeReference type)
    {
        switch (type)
        {
            case GenericParameter parameter:
                blob.Add(parameter.Type == GenericParameterType.Type ? SignatureReader.TypeVariable : SignatureReader.MethodVariable).Number(parameter.Position);
                break;
            case GenericInstanceType instance:
                blob.Add(SignatureReader.GenericInstance, IsValueType(instance.ElementType) ? SignatureReader.ValueType : SignatureReader.Class)
                    .Type(Definition(instance.ElementType)).Number(instance.GenericArguments.Count);
                foreach (var argument in instance.GenericArguments)
                    Write(blob, argument);
                break;
            case ArrayType { IsVector: true } array:
                blob.Add(SignatureReader.SingleArray);
                Write(blob, array.ElementType);
                break;
            case ArrayType array:
                blob.Add(SignatureReader.Array);
                Write(blob, array.ElementType);
                WriteShape(blob, array);
                break;
            case ByReferenceType reference:
                blob.Add(SignatureReader.ByReference);
                Write(blob, reference.ElementType);
                break;
            case PointerType pointer:
                blob.Add(SignatureReader.Pointer);
                Write(blob, pointer.ElementType);
                break;
            case IModifierType modified:
                var modifier = modified.ModifierType;
                blob.Add(type is RequiredModifierType ? SignatureReader.RequiredModifier : SignatureReader.OptionalModifier).Type(Definition(modifier));
                Write(blob, modified.ElementType);
                break;
            case FunctionPointerType pointer:
                blob.Add(SignatureReader.FunctionPointer, (byte)((pointer.HasThis ? 0x20 : 0) | (pointer.ExplicitThis ? 0x40 : 0) | (byte)pointer.CallingConvention)).Number(pointer.Parameters.Count);
                Write(blob, pointer.ReturnType);
                foreach (var parameter in pointer.Parameters)
                    Write(blob, parameter.ParameterType);
                break;
            case TypeSpecification:
                throw new NotSupportedException($"the type {type.FullName}");
            default:
                if (Primitive(type) is { } code)
                    blob.Add(code);
                else
                    blob.Add(IsValueType(type) ? SignatureReader.ValueType : SignatureReader.Class).Type(Definition(type));
                break;
        }
    }

    // The runtime compares bounds, too.
    private static void WriteShape(PlanBlob blob, ArrayType array)
    {
        var (sizes, bounds) = (0, 0);
        while (sizes < array.Rank && array.Dimensions[sizes].UpperBound is not null)
            sizes++;
        while (bounds < array.Rank && array.Dimensions[bounds].LowerBound is not null)
            bounds++;
        blob.Number(array.Rank).Number(sizes);
        for (var i = 0; i < sizes; i++)
            blob.Number(array.Dimensions[i].UpperBound!.Value - (array.Dimensions[i].LowerBound ?? 0) + 1);
        blob.Number(bounds);
        for (var i = 0; i < bounds; i++)
            blob.SignedNumber(array.Dimensions[i].LowerBound!.Value);
    }

    private PlanReference Definition(TypeReference type)
    {
        // Tokens are the module's own; types that came from other modules carry theirs.
        if (ReferenceEquals(type.Module, module) && type.MetadataToken.RID != 0 && type.MetadataToken.TokenType is TokenType.TypeDef or TokenType.TypeRef)
            return PlanReference.Token(type.MetadataToken.ToUInt32());
        if (type.DeclaringType is { } outer)
            return items.TypeReference(Definition(outer), type.Name);
        var name = type.Namespace.Length == 0 ? type.Name : type.Namespace + "." + type.Name;
        var scope = type.Scope as AssemblyNameReference ?? (type.Scope as ModuleDefinition)?.Assembly?.Name ??
            throw new NotSupportedException($"the type {type.FullName} of a module that is no assembly");
        if (ReferenceEquals(type.Scope, module) && module.GetType(name) is { } own)
            return PlanReference.Token(own.MetadataToken.ToUInt32());
        foreach (var known in module.AssemblyReferences)
        {
            if (known.Name == scope.Name)
                return items.TypeReference(PlanReference.Token(known.MetadataToken.ToUInt32()), name);
        }
        return items.TypeReference(items.AssemblyReference(scope.Name, scope.Version, scope.PublicKeyToken ?? []), name);
    }

    // To resolve an array or a pointer gives what it is made of.
    public static bool IsValueType(TypeReference type) => type switch
    {
        GenericInstanceType instance => IsValueType(instance.ElementType),
        IModifierType modified => IsValueType(modified.ElementType),
        TypeSpecification or GenericParameter => false,
        _ => type.IsValueType || type.IsPrimitive || (type is not TypeDefinition && type.Resolve()?.IsValueType == true),
    };

    private static byte? Primitive(TypeReference type)
    {
        if (type.Namespace != "System" || type.DeclaringType is not null)
            return null;
        return type.Name switch
        {
            "Void" => 0x01,
            "Boolean" => 0x02,
            "Char" => 0x03,
            "SByte" => 0x04,
            "Byte" => 0x05,
            "Int16" => 0x06,
            "UInt16" => 0x07,
            "Int32" => 0x08,
            "UInt32" => 0x09,
            "Int64" => 0x0A,
            "UInt64" => 0x0B,
            "Single" => 0x0C,
            "Double" => 0x0D,
            "String" => 0x0E,
            "IntPtr" => 0x18,
            "UIntPtr" => 0x19,
            "Object" => 0x1C,
            _ => null,
        };
    }
}
