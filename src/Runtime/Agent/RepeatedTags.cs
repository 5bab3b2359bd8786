namespace DdRun.Agent;

/// <summary>
/// A row of encoded tags that most traces have alike (who the process is, how it was decided), copied as it stands while what it depends on
/// (a number, a text, another number) stays the same. A third of an encoded single span otherwise.
/// </summary>
internal sealed class RepeatedTags
{
    private byte[] _bytes = [];
    private int _length;
    private int _count;
    private ulong _first;
    private string? _text;
    private double _second;

    /// <summary>Answers how many tags were written, 0 for none.</summary>
    public int Write(MessagePackWriter writer, ulong first, string? text, double second)
    {
        if (_count == 0 || first != _first || second != _second || !string.Equals(text, _text))
            return 0;
        writer.WriteRaw(_bytes.AsSpan(0, _length));
        return _count;
    }

    public void Keep(ReadOnlySpan<byte> encoded, int count, ulong first, string? text, double second)
    {
        if (_bytes.Length < encoded.Length)
            _bytes = new byte[encoded.Length];
        encoded.CopyTo(_bytes);
        (_length, _count, _first, _text, _second) = (encoded.Length, count, first, text, second);
    }

    public void Forget() => _count = 0;
}
