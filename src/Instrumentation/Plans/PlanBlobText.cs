using System.Globalization;
using System.Text;

namespace DdRun.Instrumentation.Plans;

/// <summary>Types in a blob of a plan as C# writes them; what it does not know is <c>…</c>.</summary>
internal ref struct PlanBlobText
{
    private const byte Pointer = 0x0F, ByReference = 0x10, ValueType = 0x11, Class = 0x12, TypeVariable = 0x13, Instance = 0x15, Array = 0x1D, MethodVariable = 0x1E, MethodInstance = 0x0A;

    private static readonly string?[] s_simple =
    [
        null, "void", "bool", "char", "sbyte", "byte", "short", "ushort", "int", "uint", "long", "ulong", "float", "double", "string",
        null, null, null, null, null, null, null, "typedref", null, "nint", "nuint", null, null, "object",
    ];

    private readonly PlanItems _items;
    private readonly PlanBlob _blob;
    private readonly StringBuilder _text = new();
    private int _at;

    private PlanBlobText(PlanItems items, PlanBlob blob) => (_items, _blob) = (items, blob);

    /// <summary>The type of a type specification.</summary>
    public static string Type(PlanItems items, PlanBlob blob)
    {
        var reader = new PlanBlobText(items, blob);
        return reader.TryType() ? reader._text.ToString() : "…";
    }

    /// <summary>The arguments of a method specification, with their brackets.</summary>
    public static string Arguments(PlanItems items, PlanBlob blob)
    {
        var reader = new PlanBlobText(items, blob);
        return reader.Next() == MethodInstance && reader.TryArguments() ? reader._text.ToString() : "<…>";
    }

    private byte Next() => _at < _blob.Bytes.Length ? _blob.Bytes[_at++] : (byte)0;

    private bool TryType()
    {
        var kind = Next();
        if (kind < s_simple.Length && s_simple[kind] is { } name)
        {
            _text.Append(name);
            return true;
        }
        switch (kind)
        {
            case Class or ValueType:
                return TryName();
            case Instance:
                _at++;
                return TryName() && TryArguments();
            case Array:
                return TryType() && Append("[]");
            case Pointer:
                return TryType() && Append("*");
            case ByReference:
                return Append("ref ") && TryType();
            case TypeVariable:
                return Append("!") && TryNumber();
            case MethodVariable:
                return Append("!!") && TryNumber();
            default:
                return false;
        }
    }

    private bool TryArguments()
    {
        int count = Next();
        for (var i = 0; i < count; i++)
        {
            _text.Append(i == 0 ? "<" : ", ");
            if (!TryType())
                return false;
        }
        return Append(">");
    }

    // An item of the plan has no bytes of its own yet; another type is a coded token.
    private bool TryName()
    {
        foreach (var relocation in _blob.Relocations)
        {
            if (relocation.Offset == _at)
                return Append(Bare(_items.Describe(relocation.Reference)));
        }
        if (!TryRead(out var coded))
            return false;
        var table = (coded & 3) switch { 0 => 0x02u, 1 => 0x01u, _ => 0x1Bu };
        return Append(string.Create(CultureInfo.InvariantCulture, $"0x{table << 24 | coded >> 2:x8}"));
    }

    // Without the count of its parameters, which follow.
    private static string Bare(string name) => name.LastIndexOf('`') is var tick and > 0 ? name[..tick] : name;

    private bool TryNumber() => TryRead(out var number) && Append(number.ToString(CultureInfo.InvariantCulture));

    private bool TryRead(out uint number)
    {
        var isThere = _at < _blob.Bytes.Length;
        number = Next();
        if ((number & 0xC0) == 0x80)
            number = (number & 0x3F) << 8 | Next();
        else if ((number & 0xC0) == 0xC0)
            number = (number & 0x1F) << 24 | (uint)Next() << 16 | (uint)Next() << 8 | Next();
        return isThere;
    }

    private bool Append(string text)
    {
        _text.Append(text);
        return true;
    }
}
