using System.Runtime.CompilerServices;
using System.Text;
using DdRun.Diagnostics;

namespace DdRun.Metrics;

/// <summary>A counter as the process knows it: its true total, and how much of that the server has already been told.</summary>
internal sealed class Total : IDelivery
{
    // Times are kept in milliseconds of whole 100 ns: with these digits the deltas add up to the total exactly.
    private const int Digits = 4;

    private readonly byte[] _name;
    private readonly byte[] _tags;
    private readonly double[] _told;
    private double _onTheWay;

    /// <summary>What this object alone counts.</summary>
    public Total(ReadOnlySpan<byte> name, ReadOnlySpan<byte> tags = default) : this(name, tags, new double[1])
    {
    }

    private Total(ReadOnlySpan<byte> name, ReadOnlySpan<byte> tags, double[] told)
    {
        _name = name.ToArray();
        _tags = tags.ToArray();
        _told = told;
    }

    public byte[] Name
    {
        [MethodImpl(Compile.Once)] get => _name;
    }

    public byte[] Tags
    {
        [MethodImpl(Compile.Once)] get => _tags;
    }

    public double Value
    {
        [MethodImpl(Compile.Once)] get;
        [MethodImpl(Compile.Once)] set;
    }

    /// <summary>How much of it has arrived.</summary>
    public double Told
    {
        [MethodImpl(Compile.Once)] get => _told[0];
    }

    public bool HasNews
    {
        [MethodImpl(Compile.Once)] get => Value != _told[0];
    }

    /// <summary>What the runtime or the system counts for the whole process: copies of this library take turns in reporting it.</summary>
    public static Total OfProcess(ReadOnlySpan<byte> name) => new(name, default, ProcessSlot.Told(Encoding.UTF8.GetString(name)));

    /// <summary>What the server does not know yet. It counts as told once <see cref="Delivered"/> says so.</summary>
    [MethodImpl(Compile.Once)]
    public double TakeDelta()
    {
        _onTheWay = Value;
        var delta = _onTheWay - _told[0];
        return delta == (long)delta ? delta : Math.Round(delta, Digits);
    }

    [MethodImpl(Compile.Once)]
    public void Delivered() => _told[0] = _onTheWay;

    [MethodImpl(Compile.Once)]
    public void Failed()
    {
    }
}
