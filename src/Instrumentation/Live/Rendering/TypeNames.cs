using System.Runtime.CompilerServices;
using System.Text;

namespace DdRun.Instrumentation.Live.Rendering;

/// <summary>Types as people write them: <c>int</c>, <c>Shop.Cart</c>, <c>List&lt;Line&gt;</c>.</summary>
internal static class TypeNames
{
    // What the compiler makes of a collection expression for an interface.
    private const string MadeList = "<>z__ReadOnly";

    private static readonly ConditionalWeakTable<Type, string> s_known = [];

    public static string Of(Type type) => s_known.GetValue(type, static type => Write(type));

    /// <summary>Whether the compiler has made it, for a list that cannot be changed.</summary>
    public static bool IsMadeList(Type type) => type.IsGenericType && type.Name.StartsWith(MadeList, StringComparison.Ordinal);

    private static string Write(Type type)
    {
        if (IsMadeList(type))
            return $"IReadOnlyList<{Simple(type.GetGenericArguments()[0])}>";
        if (Word(type) is { } word)
            return word;
        if (type.IsArray)
            return Of(type.GetElementType()!) + "[" + new string(',', type.GetArrayRank() - 1) + "]";
        if (type.IsPointer)
            return Of(type.GetElementType()!) + "*";
        if (type.IsByRef)
            return "ref " + Of(type.GetElementType()!);
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Of(value) + "?";
        // What the framework itself returns for a task without a result.
        if (type is { IsGenericType: true, Namespace: "System.Threading.Tasks" } && type.GetGenericArguments() is [{ Name: "VoidTaskResult" }])
            return typeof(Task).FullName!;
        return type.IsGenericParameter || !type.IsGenericType ? Full(type) : Generic(type);
    }

    private static string Full(Type type) => type.FullName ?? type.Name;

    // Without namespaces: there are several of them in one name.
    private static string Generic(Type type)
    {
        var text = new StringBuilder();
        var arguments = type.GetGenericArguments();
        var (name, next) = (type.Name, 0);
        for (var outer = type.DeclaringType; outer is not null; outer = outer.DeclaringType)
            name = outer.Name + "+" + name;
        foreach (var part in name.Split('+'))
        {
            if (text.Length > 0)
                text.Append('+');
            var tick = part.LastIndexOf('`');
            text.Append(tick < 0 ? part : part[..tick]);
            if (tick < 0 || !int.TryParse(part.AsSpan(tick + 1), out var count))
                continue;
            text.Append('<');
            for (var i = 0; i < count && next < arguments.Length; i++, next++)
                text.Append(i == 0 ? "" : ", ").Append(Simple(arguments[next]));
            text.Append('>');
        }
        return text.ToString();
    }

    private static string Simple(Type type) => Word(type) ?? (type.IsGenericType || type.HasElementType ? Of(type) : type.Name);

    private static string? Word(Type type) => type.IsEnum ? null : Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => "bool",
        TypeCode.Char => "char",
        TypeCode.SByte => "sbyte",
        TypeCode.Byte => "byte",
        TypeCode.Int16 => "short",
        TypeCode.UInt16 => "ushort",
        TypeCode.Int32 => "int",
        TypeCode.UInt32 => "uint",
        TypeCode.Int64 => "long",
        TypeCode.UInt64 => "ulong",
        TypeCode.Single => "float",
        TypeCode.Double => "double",
        TypeCode.Decimal => "decimal",
        TypeCode.String => "string",
        _ => type == typeof(object) ? "object" : type == typeof(void) ? "void" : null,
    };
}
