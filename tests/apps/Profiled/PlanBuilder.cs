using System.Buffers.Binary;
using System.Reflection;
using System.Text;

namespace Profiled;

/// <summary>Writes a plan by hand, after docs/weave-plan.md and nothing else.</summary>
internal sealed class PlanBuilder
{
    readonly MemoryStream _items = new();
    readonly MemoryStream _methods = new();
    uint _itemCount;
    bool _hasMaps;

    public int MethodCount { get; private set; }

    public uint Assembly(AssemblyName name)
    {
        _items.WriteByte(1);
        Text(name.Name!);
        foreach (int part in (int[])[name.Version!.Major, name.Version.Minor, name.Version.Build, name.Version.Revision])
            _items.Write(BitConverter.GetBytes((ushort)part));
        Number(_items, 0);
        return Item();
    }

    public uint Type(uint scope, string name)
    {
        _items.WriteByte(2);
        Number(_items, scope);
        Text(name);
        return Item();
    }

    public uint Member(uint parent, string name, byte[] signature)
    {
        _items.WriteByte(4);
        Number(_items, parent);
        Text(name);
        Bytes(_items, signature);
        Number(_items, 0);
        return Item();
    }

    public uint Instantiation(uint method, byte[] arguments)
    {
        _items.WriteByte(5);
        Number(_items, method);
        Bytes(_items, arguments);
        Number(_items, 0);
        return Item();
    }

    public uint String(string text)
    {
        _items.WriteByte(7);
        Text(text);
        return Item();
    }

    public void Method(int token, byte[] body, params (int Offset, uint Reference)[] relocations)
    {
        Number(_methods, (uint)token);
        Bytes(_methods, body);
        Number(_methods, (uint)relocations.Length);
        foreach ((int offset, uint reference) in relocations)
        {
            Number(_methods, (uint)offset);
            Number(_methods, reference);
        }
        MethodCount++;
    }

    /// <summary>A method whose code has moved by some bytes. All methods of a plan have maps, or none.</summary>
    public void MovedMethod(int token, byte[] body, int by)
    {
        _hasMaps = true;
        Method(token, body);
        int size = BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(4)) - by;
        Number(_methods, (uint)size);
        for (int offset = 0; offset < size; offset++)
        {
            Number(_methods, (uint)offset);
            Number(_methods, (uint)(offset + by));
        }
    }

    public byte[] Build(Guid mvid)
    {
        var plan = new MemoryStream();
        plan.Write("DDWP\u0001\0"u8);
        plan.Write([(byte)(_hasMaps ? 1 : 0), 0]);
        plan.Write(mvid.ToByteArray());
        Number(plan, _itemCount);
        Number(plan, (uint)MethodCount);
        _items.WriteTo(plan);
        _methods.WriteTo(plan);
        return plan.ToArray();
    }

    /// <summary>A body without exception sections, with code before its own; the new code begins at byte 12.</summary>
    public static byte[] Prefixed(ReadOnlySpan<byte> original, byte[] prefix)
    {
        bool isTiny = (original[0] & 3) == 2;
        ReadOnlySpan<byte> code = isTiny ? original[1..] : original.Slice(12, BinaryPrimitives.ReadInt32LittleEndian(original[4..]));
        byte[] body = new byte[12 + prefix.Length + code.Length];
        if (!isTiny)
            original[..12].CopyTo(body);
        BinaryPrimitives.WriteUInt16LittleEndian(body, isTiny ? (ushort)0x3003 : BinaryPrimitives.ReadUInt16LittleEndian(original));
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(2), 16);
        BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(4), prefix.Length + code.Length);
        prefix.CopyTo(body.AsSpan(12));
        code.CopyTo(body.AsSpan(12 + prefix.Length));
        return body;
    }

    uint Item() => 0xFF000000 | _itemCount++;

    void Text(string text)
    {
        Number(_items, (uint)text.Length);
        _items.Write(Encoding.Unicode.GetBytes(text));
    }

    static void Bytes(MemoryStream stream, byte[] bytes)
    {
        Number(stream, (uint)bytes.Length);
        stream.Write(bytes);
    }

    static void Number(MemoryStream stream, uint value) => stream.Write(BitConverter.GetBytes(value));
}
