using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace DdRun.Instrumentation.Plans;

/// <summary>Writes a plan as docs/weave-plan.md lays it out; its reader is native/src/plan_reader.cpp.</summary>
internal sealed class WeavePlanWriter
{
    private const uint Magic = 0x50574444;
    private const ushort Version = 1;
    private const ushort HasMaps = 1;

    private byte[] _buffer = new byte[16 * 1024];
    private int _length;

    /// <summary>Where in the plan the numbers of sites stand.</summary>
    public static byte[] Write(WeavePlan plan, out int[] sites)
    {
        var writer = new WeavePlanWriter();
        var positions = new List<int>();
        writer.Header(plan);
        foreach (var item in plan.Items)
            writer.Item(item);
        var size = writer._length;
        foreach (var method in plan.Methods)
            size += method.Bytes.Length;
        var bytes = new byte[size];
        writer._buffer.AsSpan(0, writer._length).CopyTo(bytes);
        var at = writer._length;
        foreach (var method in plan.Methods)
        {
            foreach (var offset in method.Sites)
                positions.Add(at + offset);
            method.Bytes.CopyTo(bytes, at);
            at += method.Bytes.Length;
        }
        sites = [.. positions];
        return bytes;
    }

    private void Header(WeavePlan plan)
    {
        U32(Magic);
        U16(Version);
        U16(HasMaps);
        plan.Mvid.TryWriteBytes(Take(16));
        U32((uint)plan.Items.Count);
        U32((uint)plan.Methods.Count);
    }

    private void Item(PlanItem item)
    {
        Take(1)[0] = (byte)item.Kind;
        switch (item.Kind)
        {
            case PlanItemKind.AssemblyReference:
                Text(item.Text!);
                U16((ushort)item.Version!.Major);
                U16((ushort)item.Version.Minor);
                U16((ushort)Math.Max(item.Version.Build, 0));
                U16((ushort)Math.Max(item.Version.Revision, 0));
                U32((uint)item.PublicKeyToken.Length);
                Raw(item.PublicKeyToken);
                break;
            case PlanItemKind.TypeReference:
                U32(item.Reference.Value);
                Text(item.Text!);
                break;
            case PlanItemKind.MemberReference:
                U32(item.Reference.Value);
                Text(item.Text!);
                Blob(item.Blob!);
                break;
            case PlanItemKind.MethodSpecification:
                U32(item.Reference.Value);
                Blob(item.Blob!);
                break;
            case PlanItemKind.UserString:
                Text(item.Text!);
                break;
            default:
                Blob(item.Blob!);
                break;
        }
    }

    private void Blob(PlanBlob blob)
    {
        U32((uint)blob.Bytes.Length);
        Raw(blob.Bytes);
        Relocations(blob.Relocations);
    }

    private void Relocations(IReadOnlyList<PlanRelocation> relocations)
    {
        U32((uint)relocations.Count);
        foreach (var (offset, reference) in relocations)
        {
            U32((uint)offset);
            U32(reference.Value);
        }
    }

    private void Text(string text)
    {
        U32((uint)text.Length);
        MemoryMarshal.AsBytes(text.AsSpan()).CopyTo(Take(text.Length * 2));
    }

    private void U16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Take(2), value);

    private void U32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(4), value);

    private void Raw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    private Span<byte> Take(int count)
    {
        if (_length + count > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + count));
        var taken = _buffer.AsSpan(_length, count);
        _length += count;
        return taken;
    }
}
