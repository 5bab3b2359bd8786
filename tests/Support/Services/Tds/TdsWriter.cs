using System.Buffers.Binary;
using System.Text;

namespace DdRun.Testing.Services.Tds;

/// <summary>Writes the server's tokens.</summary>
internal sealed class TdsWriter
{
    public const int PacketSize = 4096;

    private const byte Integer = 0x26, Text = 0xE7;
    private const ushort More = 1, Failure = 2, Count = 0x10, Interrupted = 0x20;
    private const ushort Select = 0xC1, Insert = 0xC3;

    // Latin1_General, case-insensitive.
    private static readonly byte[] s_collation = [0x09, 0x04, 0xD0, 0x00, 0x34];

    private readonly List<byte> _bytes = [];

    public byte[] ToArray() => [.. _bytes];

    /// <summary>Version 16, no encryption at all, the instance that was asked for, no multiple active results.</summary>
    public void PreLogin() => _bytes.AddRange(
    [
        0, 0, 21, 0, 6,
        1, 0, 27, 0, 1,
        2, 0, 28, 0, 1,
        4, 0, 29, 0, 1,
        0xFF,
        16, 0, 0x10, 0, 0, 0,
        2,
        0,
        0,
    ]);

    public void Login(uint version, string database)
    {
        Changed(1, Counted(database), Counted("master"));
        Changed(7, [(byte)s_collation.Length, .. s_collation], [0]);
        Token(0xAD, [1, (byte)(version >> 24), (byte)(version >> 16), (byte)(version >> 8), (byte)version, .. Counted("Microsoft SQL Server"), 16, 0, 0x10, 0]);
        Changed(4, Counted($"{PacketSize}"), Counted($"{PacketSize}"));
        Done(0xFD, 0, 0, 0);
    }

    public void ResetDone() => Changed(18, [0], [0]);

    public void AttentionDone() => Done(0xFD, Interrupted, 0, 0);

    public void Answer(TdsAnswer answer, bool isProcedure, bool isLast)
    {
        ushort status = 0;
        if (answer.Error is { } error)
        {
            Token(0xAA, [.. Bytes(answer.ErrorNumber), 1, 16, .. Bytes((ushort)error.Length), .. Encoding.Unicode.GetBytes(error), .. Counted("tests"), .. Counted(""), .. Bytes(1)]);
            status = Failure;
        }
        if (answer.Column is { } column)
            Rows(column, answer.Rows);
        var rows = answer.Column is null ? answer.Affected : answer.Rows.Count;
        if (rows is not null)
            status |= Count;
        var command = answer.Column is null ? Insert : Select;
        if (isProcedure)
        {
            Done(0xFF, (ushort)(status | More), command, rows ?? 0);
            Bytes(0x79, 0);
            status = (ushort)(status & Failure);
            Done(0xFE, (ushort)(isLast ? status : status | More), 0xE0, 0);
        }
        else
        {
            Done(0xFD, status, command, rows ?? 0);
        }
    }

    private void Rows(string column, IReadOnlyList<object> rows)
    {
        var isText = rows.Count > 0 && rows[0] is string;
        _bytes.AddRange([0x81, 1, 0, 0, 0, 0, 0, 1, 0]);
        _bytes.AddRange(isText ? [Text, .. Bytes((ushort)8000), .. s_collation] : [Integer, sizeof(int)]);
        _bytes.AddRange(Counted(column));
        foreach (var row in rows)
        {
            _bytes.AddRange([0xD1]);
            _bytes.AddRange(row is string text ? [.. Bytes((ushort)(2 * text.Length)), .. Encoding.Unicode.GetBytes(text)] : [sizeof(int), .. Bytes((int)row)]);
        }
    }

    private void Changed(byte what, byte[] now, byte[] before) => Token(0xE3, [what, .. now, .. before]);

    private void Token(byte token, byte[] body)
    {
        _bytes.AddRange([token, .. Bytes((ushort)body.Length)]);
        _bytes.AddRange(body);
    }

    private void Done(byte token, ushort status, ushort command, long rows)
    {
        var body = new byte[1 + 2 + 2 + 8];
        body[0] = token;
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(1), status);
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(3), command);
        BinaryPrimitives.WriteInt64LittleEndian(body.AsSpan(5), rows);
        _bytes.AddRange(body);
    }

    private void Bytes(byte token, int value) => _bytes.AddRange([token, .. Bytes(value)]);

    private static byte[] Counted(string text) => [(byte)text.Length, .. Encoding.Unicode.GetBytes(text)];

    private static byte[] Bytes(ushort value) => [(byte)value, (byte)(value >> 8)];

    private static byte[] Bytes(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16), (byte)(value >> 24)];
}
