namespace DdRun.Metrics;

/// <summary>A counter as the process knows it: its true total, and how much of that the server has already been told.</summary>
internal sealed class Total(ReadOnlySpan<byte> name, ReadOnlySpan<byte> tags = default) : IDelivery
{
    // Times are kept in milliseconds of whole 100 ns: with these digits the deltas add up to the total exactly.
    private const int Digits = 4;

    private readonly byte[] _name = name.ToArray();
    private readonly byte[] _tags = tags.ToArray();
    private double _told;
    private double _onTheWay;

    public ReadOnlySpan<byte> Name => _name;

    public ReadOnlySpan<byte> Tags => _tags;

    public double Value { get; set; }

    public bool HasNews => Value != _told;

    /// <summary>What the server does not know yet. It counts as told once <see cref="Delivered"/> says so.</summary>
    public double TakeDelta()
    {
        _onTheWay = Value;
        return Math.Round(_onTheWay - _told, Digits);
    }

    public void Delivered() => _told = _onTheWay;

    public void Failed()
    {
    }
}
