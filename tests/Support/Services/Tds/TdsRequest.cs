using System.Buffers.Binary;
using System.Text;

namespace DdRun.Testing.Services.Tds;

/// <summary>Reads what clients send. A procedure's arguments are read only to find where they end, but for the statement of <c>sp_executesql</c>.</summary>
internal ref struct TdsRequest
{
    private const ushort ExecuteSql = 10;
    private const ushort ById = 0xFFFF;

    private ReadOnlySpan<byte> _rest;

    private TdsRequest(ReadOnlySpan<byte> body) => _rest = body;

    /// <summary>As the client wrote it: least significant byte first.</summary>
    public static uint LoginVersion(byte[] body) => BinaryPrimitives.ReadUInt32LittleEndian(body.AsSpan(4));

    public static string LoginDatabase(byte[] body) => Encoding.Unicode.GetString(
        body, BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(68)), 2 * BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(70)));

    public static string Batch(byte[] body)
    {
        var request = new TdsRequest(body);
        request.SkipHeaders();
        return Encoding.Unicode.GetString(request._rest);
    }

    public static IReadOnlyList<string> Procedures(byte[] body)
    {
        var request = new TdsRequest(body);
        request.SkipHeaders();
        var procedures = new List<string>();
        while (!request._rest.IsEmpty)
            procedures.Add(request.Procedure());
        return procedures;
    }

    private string Procedure()
    {
        var length = UInt16();
        var id = length == ById ? UInt16() : (ushort)0;
        var name = length == ById ? $"procedure {id}" : Encoding.Unicode.GetString(Take(2 * length));
        Take(2);
        var isStatement = id == ExecuteSql || name == "sp_executesql";
        for (var i = 0; !_rest.IsEmpty; i++)
        {
            // Between the calls of a batch; as the length of an argument's name it would be too long.
            if (_rest[0] is 0x80 or 0xFF)
            {
                Take(1);
                break;
            }
            Take(2 * Byte());
            Take(1);
            var value = Value();
            if (isStatement && i == 0)
                name = Encoding.Unicode.GetString(value);
        }
        return name;
    }

    private ReadOnlySpan<byte> Value()
    {
        switch (Byte())
        {
            // Bits, and integers, floating-point numbers and identifiers of some length.
            case 0x24 or 0x26 or 0x68 or 0x6D or 0x6E or 0x6F:
                Take(1);
                return Take(Byte());
            case 0x6A or 0x6C:
                Take(3);
                return Take(Byte());
            case 0xA7 or 0xAF or 0xE7 or 0xEF:
                var max = UInt16();
                Take(5);
                return max == 0xFFFF ? Chunks() : UInt16() is var length and not 0xFFFF ? Take(length) : [];
            case 0x63:
                Take(9);
                return Take((int)UInt32());
            case var type:
                throw new InvalidDataException($"an argument of type 0x{type:x}");
        }
    }

    private ReadOnlySpan<byte> Chunks()
    {
        if (BinaryPrimitives.ReadUInt64LittleEndian(Take(8)) == ulong.MaxValue)
            return [];
        var all = new List<byte>();
        while (UInt32() is var length and > 0)
            all.AddRange(Take((int)length));
        return all.ToArray();
    }

    private void SkipHeaders() => Take((int)UInt32() - 4);

    private byte Byte() => Take(1)[0];

    private ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    private uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
