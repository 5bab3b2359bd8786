using DdRun.Instrumentation.Il;
using Mono.Cecil;

namespace DdRun.Instrumentation.Capturing;

/// <summary>The type of an expression.</summary>
/// <param name="Kind">Of the value, also where it may be null.</param>
/// <param name="Type">As it lies on the stack.</param>
/// <param name="IsNullable">Whether that is a <see cref="Nullable{T}"/>.</param>
internal readonly record struct TypedValue(ValueKind Kind, TypeReference Type, bool IsNullable = false)
{
    public bool IsNumber => Kind <= ValueKind.Decimal;

    /// <summary>Without <see cref="Nullable{T}"/> around it.</summary>
    public TypeReference Bare => IsNullable ? ((GenericInstanceType)Type).GenericArguments[0] : Type;

    /// <summary>In a sentence: <c>a text</c>, <c>a number</c>, or the type's name.</summary>
    public string Describe => Kind switch
    {
        <= ValueKind.Decimal => "a number",
        ValueKind.Boolean => "a boolean",
        ValueKind.Char => "a character",
        ValueKind.Text => "a text",
        ValueKind.Duration or ValueKind.Time => "a duration",
        ValueKind.Null => "null",
        ValueKind.Generic => $"a value of the type parameter {Type.Name}",
        _ => Bare.Name,
    };

    public static TypedValue Of(TypeReference type)
    {
        type = BareType.Of(type);
        if (type is GenericInstanceType { ElementType: { Namespace: "System", Name: "Nullable`1" } } nullable)
            return new(KindOf(nullable.GenericArguments[0]), type, true);
        return new(KindOf(type), type);
    }

    private static ValueKind KindOf(TypeReference type)
    {
        if (type is GenericParameter)
            return ValueKind.Generic;
        if (type is TypeSpecification and not GenericInstanceType)
            return ValueKind.Reference;
        if (type.Namespace == "System" && type.DeclaringType is null)
        {
            switch (type.Name)
            {
                case "Boolean":
                    return ValueKind.Boolean;
                case "Char":
                    return ValueKind.Char;
                case "String":
                    return ValueKind.Text;
                case "SByte" or "Byte" or "Int16" or "UInt16" or "Int32":
                    return ValueKind.Int32;
                case "UInt32":
                    return ValueKind.UInt32;
                case "Int64":
                    return ValueKind.Int64;
                case "UInt64":
                    return ValueKind.UInt64;
                case "Single":
                    return ValueKind.Single;
                case "Double":
                    return ValueKind.Double;
                case "Decimal":
                    return ValueKind.Decimal;
                case "TimeSpan":
                    return ValueKind.Time;
            }
        }
        if (!TypeEncoder.IsValueType(type))
            return ValueKind.Reference;
        return type.Resolve() is { IsEnum: true } ? ValueKind.Enum : ValueKind.Struct;
    }
}
