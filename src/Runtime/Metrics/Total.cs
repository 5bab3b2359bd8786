using System.Runtime.CompilerServices;
using DdRun.Jit;

namespace DdRun.Metrics;

/// <summary>A counter as the process knows it: its true total, and how much of that the server has already been told.</summary>
internal sealed class Total : IDelivery
{
    // Times are kept in milliseconds of whole 100 ns: in such units the deltas add up to the total exactly.
    private const double Units = 10_000;

    private readonly byte[] _name;
    private readonly byte[] _tags;
    private readonly double[] _told;
    private double _onTheWay;

    /// <summary>What this object alone counts.</summary>
    public Total(string name, string tags = "") : this(name, tags, new double[1])
    {
    }

    private Total(string name, string tags, double[] told)
    {
        _name = MetricText.Bytes(name);
        _tags = MetricText.Bytes(tags);
        _told = told;
    }

    public byte[] Name
    {
        [MethodImpl(Compile.Once)]
        get => _name;
    }

    public byte[] Tags
    {
        [MethodImpl(Compile.Once)]
        get => _tags;
    }

    public double Value
    {
        [MethodImpl(Compile.Once)]
        get;
        [MethodImpl(Compile.Once)]
        set;
    }

    /// <summary>How much of it has arrived.</summary>
    public double Told
    {
        [MethodImpl(Compile.Once)]
        get => _told[0];
    }

    public bool HasNews
    {
        [MethodImpl(Compile.Once)]
        get => Value != _told[0];
    }

    /// <summary>What the runtime or the system counts for the whole process: copies of this library take turns in reporting it.</summary>
    public static Total OfProcess(string name) => new(name, "", ProcessSlot.Told(name));

    /// <summary>What the server does not know yet. It counts as told once <see cref="Delivered"/> says so.</summary>
    [MethodImpl(Compile.Once)]
    public double TakeDelta()
    {
        _onTheWay = Value;
        var delta = _onTheWay - _told[0];
        if (delta == (long)delta)
            return delta;
        var units = delta * Units;
        return (long)(units < 0 ? units - 0.5 : units + 0.5) / Units;
    }

    [MethodImpl(Compile.Once)]
    public void Delivered() => _told[0] = _onTheWay;

    [MethodImpl(Compile.Once)]
    public void Failed()
    {
    }
}
