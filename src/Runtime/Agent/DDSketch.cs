using System.Buffers.Binary;

namespace DdRun.Agent;

/// <summary>
/// A distribution in logarithmic bins, within 0.8 % of every value, as the agent takes it in statistics. Beyond 2048 bins the lowest are merged.
/// Not safe for several threads.
/// </summary>
internal sealed class DDSketch
{
    public const double Gamma = 1.015625;
    public const double IndexOffset = 1338.5;
    public const double RelativeAccuracy = (Gamma - 1) / (Gamma + 1);
    public const int MaxBins = 2048;

    private const int MappingLength = 18;
    private static readonly double s_logGamma = Math.Log(Gamma);

    private double[] _bins = [];
    private int _first;
    private int _length;
    private double _zeros;

    public double Count { get; private set; }

    /// <summary>Values that are negative or no number are left out; those below a billionth count as zero.</summary>
    public void Add(double value, double weight = 1)
    {
        if (!(value >= 0) || double.IsInfinity(value) || !(weight > 0)) return;
        Count += weight;
        var index = value == 0 ? 0 : Index(value);
        if (index < 1)
        {
            _zeros += weight;
            return;
        }
        var slot = Slot(index);
        _bins[slot] += weight;
    }

    public void Clear()
    {
        Array.Clear(_bins);
        _length = 0;
        _zeros = Count = 0;
    }

    public static int Index(double value) => (int)Math.Floor(Math.Log(value) / s_logGamma + IndexOffset);

    /// <summary>The value that stands for all of a bin.</summary>
    public static double Value(int index) => Math.Exp((index - IndexOffset) * s_logGamma) * (1 + RelativeAccuracy);

    /// <summary>The sketch as a protobuf message: mapping, positive values, negative values, zeros.</summary>
    public byte[] Encode()
    {
        var store = _length == 0 ? 0 : Varint(8 * _length) + 1 + 8 * _length + 1 + Varint(2 * _first);
        var message = new byte[2 + MappingLength + 1 + Varint(store) + store + 2 + (_zeros > 0 ? 9 : 0)];
        var rest = message.AsSpan();
        Put(ref rest, 0x0A);
        Put(ref rest, MappingLength);
        PutDouble(ref rest, 0x09, Gamma);
        PutDouble(ref rest, 0x11, IndexOffset);
        Put(ref rest, 0x12);
        PutVarint(ref rest, store);
        if (_length > 0)
        {
            Put(ref rest, 0x12);
            PutVarint(ref rest, 8 * _length);
            for (var i = 0; i < _length; i++)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(rest, _bins[i]);
                rest = rest[8..];
            }
            // An sint32 in zigzag form; indices are never negative.
            Put(ref rest, 0x18);
            PutVarint(ref rest, 2 * _first);
        }
        Put(ref rest, 0x1A);
        Put(ref rest, 0);
        if (_zeros > 0) PutDouble(ref rest, 0x21, _zeros);
        return message;
    }

    /// <summary>Where in the array a bin is, after making room for it.</summary>
    private int Slot(int index)
    {
        if (_length == 0)
        {
            _first = index;
            Grow(_length = 1);
            return 0;
        }
        var last = _first + _length - 1;
        if (index > last)
        {
            CollapseBelow(index - MaxBins + 1);
            Grow(_length = index - _first + 1);
        }
        else if (index < _first)
        {
            index = Math.Max(index, last - MaxBins + 1);
            var shift = _first - index;
            if (shift > 0)
            {
                Grow(_length + shift);
                Array.Copy(_bins, 0, _bins, shift, _length);
                Array.Clear(_bins, 0, shift);
                _length += shift;
                _first = index;
            }
        }
        return index - _first;
    }

    private void CollapseBelow(int lowest)
    {
        var merged = Math.Min(lowest - _first, _length);
        if (merged <= 0) return;
        double sum = 0;
        for (var i = 0; i < merged; i++) sum += _bins[i];
        Array.Copy(_bins, merged, _bins, 0, _length - merged);
        Array.Clear(_bins, _length - merged, merged);
        _length -= merged;
        _first = lowest;
        _bins[0] += sum;
        if (_length == 0) _length = 1;
    }

    private void Grow(int length)
    {
        if (_bins.Length < length) Array.Resize(ref _bins, Math.Min(MaxBins, Math.Max(length, Math.Max(16, _bins.Length * 2))));
    }

    private static int Varint(int value)
    {
        var length = 1;
        for (; value > 0x7F; value >>= 7) length++;
        return length;
    }

    private static void PutVarint(ref Span<byte> rest, int value)
    {
        for (; value > 0x7F; value >>= 7) Put(ref rest, (byte)(value | 0x80));
        Put(ref rest, (byte)value);
    }

    private static void PutDouble(ref Span<byte> rest, byte field, double value)
    {
        Put(ref rest, field);
        BinaryPrimitives.WriteDoubleLittleEndian(rest, value);
        rest = rest[8..];
    }

    private static void Put(ref Span<byte> rest, byte value)
    {
        rest[0] = value;
        rest = rest[1..];
    }
}
