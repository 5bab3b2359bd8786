using DdRun.Instrumentation.Expressions;
using Mono.Cecil;

namespace DdRun.Instrumentation.Capturing;

/// <summary>How two values are compared.</summary>
internal static class Comparison
{
    public enum Kind
    {
        /// <summary>They cannot be.</summary>
        None,

        /// <summary>One of them with null.</summary>
        Null,

        Numbers,
        Booleans,
        Texts,
        Durations,

        /// <summary>An enumeration with a number, a name, or another of the same.</summary>
        Enums,

        /// <summary>By operators of their type.</summary>
        Operator,

        /// <summary>Whether they are the same object.</summary>
        References,

        /// <summary>By value, whatever they are: known only when they are there.</summary>
        Objects,
    }

    public const Kind None = Kind.None;

    public static Kind Of(BinaryExpression comparison, TypedValue a, TypedValue b)
    {
        if (a.Kind == ValueKind.Null || b.Kind == ValueKind.Null)
            return comparison.IsEquality && (CanBeNull(a) && CanBeNull(b)) ? Kind.Null : None;
        if (IsNumeric(a) && IsNumeric(b))
            return Kind.Numbers;
        if (a.Kind is ValueKind.Duration or ValueKind.Time && b.Kind is ValueKind.Duration or ValueKind.Time)
            return Kind.Durations;
        if (a.Kind is ValueKind.Text or ValueKind.Char && b.Kind is ValueKind.Text or ValueKind.Char)
            return Kind.Texts;
        if (a.Kind == ValueKind.Boolean && b.Kind == ValueKind.Boolean)
            return Kind.Booleans;
        if (a.Kind == ValueKind.Enum || b.Kind == ValueKind.Enum)
            return OfEnum(comparison, a, b);
        if (a.Kind == b.Kind && a.Kind is ValueKind.Struct or ValueKind.Reference && Operator(a, b, comparison.Operator) is not null)
            return Kind.Operator;
        if (!comparison.IsEquality)
            return None;
        if (IsLoose(a) || IsLoose(b))
            return Kind.Objects;
        return a.Kind == ValueKind.Reference && b.Kind == ValueKind.Reference ? Kind.References : None;
    }

    public static string[] Names(TypedValue type)
    {
        var names = new List<string>();
        foreach (var field in type.Bare.Resolve().Fields)
        {
            if (field.HasConstant)
                names.Add(field.Name);
        }
        return [.. names];
    }

    /// <summary>The value of an enumeration's member; null when it has no such.</summary>
    public static long? Member(TypedValue type, string name)
    {
        foreach (var field in type.Bare.Resolve().Fields)
        {
            if (field.HasConstant && field.Name == name)
                return field.Constant is ulong large ? unchecked((long)large) : Convert.ToInt64(field.Constant, null);
        }
        return null;
    }

    /// <summary>The kind of number that an enumeration is.</summary>
    public static ValueKind Underlying(TypedValue type)
    {
        foreach (var field in type.Bare.Resolve().Fields)
        {
            if (!field.IsStatic)
                return TypedValue.Of(field.FieldType).Kind;
        }
        return ValueKind.Int32;
    }

    /// <summary>A public operator of the type of both.</summary>
    public static MethodDefinition? Operator(TypedValue a, TypedValue b, string sign)
    {
        if (a.Bare.FullName != b.Bare.FullName || a.Bare is not (TypeDefinition or TypeReference) || a.Bare is TypeSpecification || a.Bare.Resolve() is not { } type)
            return null;
        var name = sign switch
        {
            "==" => "op_Equality",
            "!=" => "op_Inequality",
            "<" => "op_LessThan",
            "<=" => "op_LessThanOrEqual",
            ">" => "op_GreaterThan",
            _ => "op_GreaterThanOrEqual",
        };
        foreach (var method in type.Methods)
        {
            if (method.Name == name && method.IsPublic && method.IsStatic && method.Parameters.Count == 2 && method.ReturnType.MetadataType == MetadataType.Boolean
                && method.Parameters[0].ParameterType.FullName == a.Bare.FullName && method.Parameters[1].ParameterType.FullName == a.Bare.FullName)
                return method;
        }
        return null;
    }

    public static bool IsEnumerable(TypeReference type)
    {
        if (type is ArrayType)
            return true;
        for (var at = type.Resolve(); at is not null; at = at.BaseType?.Resolve())
        {
            if (at.FullName.StartsWith("System.Collections.IEnumerable", StringComparison.Ordinal) || at.FullName.StartsWith("System.Collections.Generic.IEnumerable`1", StringComparison.Ordinal))
                return true;
            foreach (var contract in at.Interfaces)
            {
                if (IsEnumerable(contract.InterfaceType))
                    return true;
            }
        }
        return false;
    }

    private static Kind OfEnum(BinaryExpression comparison, TypedValue a, TypedValue b)
    {
        if (a.Kind == b.Kind)
            return a.Bare.FullName == b.Bare.FullName ? Kind.Enums : None;
        var (type, value, expression) = a.Kind == ValueKind.Enum ? (a, b, comparison.Right) : (b, a, comparison.Left);
        if (value.Kind is ValueKind.Int32 or ValueKind.UInt32 or ValueKind.Int64 or ValueKind.UInt64)
            return Kind.Enums;
        if (!comparison.IsEquality)
            return None;
        if (value.Kind == ValueKind.Text)
            return expression is LiteralExpression { Value: string name } ? Member(type, name) is null ? None : Kind.Enums : Kind.Objects;
        return IsLoose(value) ? Kind.Objects : None;
    }

    private static bool IsNumeric(TypedValue value) => value.IsNumber || value.Kind == ValueKind.Char;

    private static bool CanBeNull(TypedValue value) => value.IsNullable || value.Kind is ValueKind.Text or ValueKind.Reference or ValueKind.Generic or ValueKind.Null;

    // What it is is known only when it is there.
    private static bool IsLoose(TypedValue value) =>
        value.Kind == ValueKind.Generic || (value.Kind == ValueKind.Reference && (value.Type.MetadataType == MetadataType.Object || value.Type is not ArrayType && value.Type.Resolve() is { IsInterface: true }));
}
