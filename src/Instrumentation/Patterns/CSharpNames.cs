namespace DdRun.Instrumentation.Patterns;

/// <summary>C#'s own words for types.</summary>
internal static class CSharpNames
{
    private static readonly (string Keyword, string Name)[] s_names =
    [
        ("bool", "System.Boolean"), ("byte", "System.Byte"), ("sbyte", "System.SByte"), ("char", "System.Char"), ("decimal", "System.Decimal"),
        ("double", "System.Double"), ("float", "System.Single"), ("int", "System.Int32"), ("uint", "System.UInt32"), ("nint", "System.IntPtr"),
        ("nuint", "System.UIntPtr"), ("long", "System.Int64"), ("ulong", "System.UInt64"), ("short", "System.Int16"), ("ushort", "System.UInt16"),
        ("string", "System.String"), ("object", "System.Object"), ("void", "System.Void"), ("dynamic", "System.Object"),
    ];

    public static string? FullName(string keyword)
    {
        foreach (var (word, name) in s_names)
        {
            if (word == keyword)
                return name;
        }
        return null;
    }

    public static string? Keyword(string fullName)
    {
        foreach (var (word, name) in s_names)
        {
            if (name == fullName)
                return word;
        }
        return null;
    }
}
