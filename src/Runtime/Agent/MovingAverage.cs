namespace DdRun.Agent;

/// <summary>Share of a part in a whole over the last so many observations. Not safe for several threads.</summary>
internal sealed class MovingAverage(int size)
{
    private readonly (long Part, long Whole)[] _observations = new (long, long)[size];
    private int _next;
    private long _part;
    private long _whole;

    /// <summary>0 as long as nothing was seen.</summary>
    public double Value => _whole == 0 ? 0 : (double)_part / _whole;

    public void Add(long part, long whole)
    {
        part = Math.Min(part, whole);
        var (oldPart, oldWhole) = _observations[_next];
        _part += part - oldPart;
        _whole += whole - oldWhole;
        _observations[_next] = (part, whole);
        _next = (_next + 1) % _observations.Length;
    }
}
