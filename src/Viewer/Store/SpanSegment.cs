using System.Buffers.Binary;

namespace DdRun.Viewer.Store;

/// <summary>Some thousands of spans in the order in which they came, in columns, with the strings that they share. It goes as a whole.</summary>
internal sealed class SpanSegment(long first)
{
    public const int Capacity = 8192;

    /// <summary>From this many bytes on, the next span gets a new segment: spans may carry a lot.</summary>
    private const int MaxBytes = 8 * 1024 * 1024;

    private byte[] _tags = new byte[64 * 1024];
    private int[] _tagEnds = new int[Capacity];
    private int _tagLength;

    /// <summary>The ordinal of the first span.</summary>
    public long First { get; } = first;

    public int Count { get; private set; }

    public bool IsFull => Count == Capacity || _tagLength + Strings.Length > MaxBytes;

    public Utf8Heap Strings { get; } = new();

    public ulong[] TraceIds { get; private set; } = new ulong[Capacity];
    public ulong[] SpanIds { get; private set; } = new ulong[Capacity];
    public ulong[] ParentIds { get; private set; } = new ulong[Capacity];
    public long[] Starts { get; private set; } = new long[Capacity];
    public long[] Durations { get; private set; } = new long[Capacity];
    public int[] Services { get; private set; } = new int[Capacity];
    public int[] Names { get; private set; } = new int[Capacity];
    public int[] Resources { get; private set; } = new int[Capacity];
    public int[] Types { get; private set; } = new int[Capacity];
    public bool[] Errors { get; private set; } = new bool[Capacity];
    public ushort[] Runs { get; private set; } = new ushort[Capacity];

    /// <summary>The ordinal of the next span of the same trace; 0 at its end, as no span follows before the first.</summary>
    public long[] Next { get; private set; } = new long[Capacity];

    public long Memory => ((long)TraceIds.Length * ((6 * 8) + (5 * 4) + 3)) + _tags.Length + Strings.Memory;

    public void AddTag(int key, int value)
    {
        AddVarint((uint)key << 1);
        AddVarint((uint)value);
    }

    public void AddTag(int key, double value)
    {
        AddVarint(((uint)key << 1) | 1);
        Reserve(8);
        BinaryPrimitives.WriteDoubleLittleEndian(_tags.AsSpan(_tagLength), value);
        _tagLength += 8;
    }

    /// <summary>Forgets the tags of a span that did not come to its end.</summary>
    public void Abandon() => _tagLength = Count == 0 ? 0 : _tagEnds[Count - 1];

    /// <summary>Adds a span with the tags since the last one.</summary>
    public void Commit(in SpanFields span)
    {
        TraceIds[Count] = span.TraceId;
        SpanIds[Count] = span.SpanId;
        ParentIds[Count] = span.ParentId;
        Starts[Count] = span.Start;
        Durations[Count] = span.Duration;
        Services[Count] = span.Service;
        Names[Count] = span.Name;
        Resources[Count] = span.Resource;
        Types[Count] = span.Type;
        Errors[Count] = span.Error;
        _tagEnds[Count] = _tagLength;
        Count++;
    }

    public TagReader Tags(int index) => new(this, _tags.AsSpan((index == 0 ? 0 : _tagEnds[index - 1]).._tagEnds[index]));

    /// <summary>Gives back what only adding needs; nothing is added after this.</summary>
    public void Seal()
    {
        Array.Resize(ref _tags, _tagLength);
        Array.Resize(ref _tagEnds, Count);
        Strings.Seal();
        if (Count == Capacity)
            return;
        TraceIds = TraceIds[..Count];
        SpanIds = SpanIds[..Count];
        ParentIds = ParentIds[..Count];
        Starts = Starts[..Count];
        Durations = Durations[..Count];
        Services = Services[..Count];
        Names = Names[..Count];
        Resources = Resources[..Count];
        Types = Types[..Count];
        Errors = Errors[..Count];
        Runs = Runs[..Count];
        Next = Next[..Count];
    }

    private void AddVarint(uint value)
    {
        Reserve(5);
        for (; value >= 0x80; value >>= 7)
            _tags[_tagLength++] = (byte)(value | 0x80);
        _tags[_tagLength++] = (byte)value;
    }

    private void Reserve(int bytes)
    {
        if (_tagLength + bytes > _tags.Length)
            Array.Resize(ref _tags, 2 * _tags.Length);
    }
}
