using DdRun.Export.MessagePack;
using DdRun.Sampling;

namespace DdRun.Export.Datadog.Spans;

/// <summary>
/// A row of encoded tags that most traces have alike (who the process is, how it was decided), copied as it stands while what it depends on
/// (numbers and texts) stays the same. A third of an encoded single span otherwise.
/// </summary>
internal sealed class RepeatedTags(MessagePackWriter writer)
{
    private byte[] _row = [];
    private int _length;
    private int _tags;
    private ulong _first;
    private string? _text, _service;
    private double _second;
    private SamplingDecision? _decision;
    private int _start;

    /// <summary>Writes the row that was kept for the same dependencies, and says how many tags it has; or else begins one, for <see cref="Keep"/>.</summary>
    public bool TryWrite(ulong first, string? text, string? service, double second, SamplingDecision? decision, out int tags)
    {
        tags = _tags;
        if (_tags > 0 && first == _first && second == _second && string.Equals(text, _text) && string.Equals(service, _service) && ReferenceEquals(decision, _decision))
        {
            writer.WriteRaw(_row.AsSpan(0, _length));
            return true;
        }
        Forget();
        (_first, _text, _service, _second, _decision, _start) = (first, text, service, second, decision, writer.Position);
        return false;
    }

    /// <summary>Keeps what was written since the row began.</summary>
    public void Keep(int tags)
    {
        var row = writer.Written[_start..];
        if (_row.Length < row.Length)
            _row = new byte[row.Length];
        row.CopyTo(_row);
        (_length, _tags) = (row.Length, tags);
    }

    public void Forget() => _tags = 0;
}
