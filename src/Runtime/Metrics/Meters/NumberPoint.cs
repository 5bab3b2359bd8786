namespace DdRun.Metrics.Meters;

/// <summary>A sum, or a last value.</summary>
internal sealed class NumberPoint(KeyValuePair<string, object?>[] tags, bool adds) : MeterPoint(tags)
{
    private long _integer, _lookedInteger, _toldInteger;
    private double _number, _lookedNumber, _toldNumber;

    /// <summary>Whether whole numbers only were recorded.</summary>
    public bool IsInteger { get; private set; } = true;

    public override void Record(long value)
    {
        if (adds)
            Interlocked.Add(ref _integer, value);
        else
            Volatile.Write(ref _integer, value);
        IsTouched = true;
    }

    public override void Record(double value)
    {
        IsInteger = false;
        if (!adds)
        {
            Volatile.Write(ref _number, value);
            IsTouched = true;
            return;
        }
        var seen = Volatile.Read(ref _number);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref _number, seen + value, seen);
            // By bits: a sum that is not a number equals nothing.
            if (BitConverter.DoubleToInt64Bits(before) == BitConverter.DoubleToInt64Bits(seen))
                break;
            seen = before;
        }
        IsTouched = true;
    }

    /// <summary>The total as of now, or what has come since the last delivery.</summary>
    public void Look(bool delta, out long integer, out double number)
    {
        _lookedInteger = Interlocked.Read(ref _integer);
        _lookedNumber = Volatile.Read(ref _number);
        integer = delta ? _lookedInteger - _toldInteger : _lookedInteger;
        number = delta ? _lookedNumber - _toldNumber : _lookedNumber;
    }

    /// <summary>A part of what was looked at last has arrived.</summary>
    public void Delivered(double part) => (_toldInteger, _toldNumber) = (_lookedInteger, _toldNumber + part - (_lookedInteger - _toldInteger));

    public override void Delivered() => (_toldInteger, _toldNumber) = (_lookedInteger, _lookedNumber);
}
