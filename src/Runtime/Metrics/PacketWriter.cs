using System.Globalization;
using System.Runtime.CompilerServices;
using DdRun.Metrics.Transport;

namespace DdRun.Metrics;

/// <summary>Packs lines into packets of what the transport allows and hands them over; one buffer, reused for all of them.</summary>
internal sealed class PacketWriter(PacketLink link, StatsdTelemetry telemetry)
{
    /// <summary>A single line may be this long on any transport: servers read this much.</summary>
    public const int LineLimit = 8192;

    private const int LongestInteger = 20, LongestNumber = 32;

    // Whatever has at most four digits behind its point, which is all that the sources send, needs none of the framework's formatting.
    private const int Digits = 4;
    private const double Units = 10_000, MostInUnits = 1e11;

    private readonly byte[] _buffer = new byte[LineLimit];
    private IDelivery[] _deliveries = new IDelivery[32];
    private int _deliveryCount;
    private int _end;
    private int _length;
    private bool _tooLong;

    public void Append(byte value)
    {
        if (Reserve(1)) _buffer[_length++] = value;
    }

    // Names and tags are short, and a loop has nothing in it that the JIT would have to compile again for us.
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (!Reserve(bytes.Length)) return;
        foreach (var b in bytes) _buffer[_length++] = b;
    }

    public void Append(long value)
    {
        if (!Reserve(LongestInteger)) return;
        if (value < 0) _buffer[_length++] = (byte)'-';
        AppendDigits(value < 0 ? 0 - (ulong)value : (ulong)value, 1);
    }

    /// <summary>The shortest text that reads back as the same number.</summary>
    public void Append(double value)
    {
        if (!Reserve(LongestNumber)) return;
        var size = Math.Abs(value);
        var units = size < MostInUnits ? (ulong)(size * Units + 0.5) : 0;
        if (units / Units != size)
        {
            AppendAny(value);
            return;
        }
        if (value < 0) _buffer[_length++] = (byte)'-';
        AppendDigits(units / (ulong)Units, 1);
        var fraction = units % (ulong)Units;
        if (fraction == 0) return;
        _buffer[_length++] = (byte)'.';
        AppendDigits(fraction, Digits);
        while (_buffer[_length - 1] == '0') _length--;
    }

    /// <summary>Ends a line; the line break is the caller's last byte.</summary>
    /// <returns>False when the line is too long for any packet and has been left out.</returns>
    public bool EndLine(IDelivery? delivery = null)
    {
        if (_tooLong)
        {
            _tooLong = false;
            _length = _end;
            telemetry.Refuse();
            return false;
        }
        _end = _length;
        if (delivery != null)
        {
            if (_deliveryCount == _deliveries.Length) Array.Resize(ref _deliveries, _deliveryCount * 2);
            _deliveries[_deliveryCount++] = delivery;
        }
        if (_end > link.Limit) Flush();
        return true;
    }

    /// <summary>Sends the lines that have ended.</summary>
    public void Flush()
    {
        if (_end == 0) return;
        var sent = link.Send(_buffer.AsSpan(0, _end));
        telemetry.Packet(_end, sent);
        for (var i = 0; i < _deliveryCount; i++)
        {
            if (sent) _deliveries[i].Delivered();
            else _deliveries[i].Failed();
        }
        Array.Clear(_deliveries, 0, _deliveryCount);
        _deliveryCount = 0;
        _buffer.AsSpan(_end, _length - _end).CopyTo(_buffer);
        _length -= _end;
        _end = 0;
    }

    // Not inlined, because it would bring all of the framework's formatting with it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AppendAny(double value)
    {
        value.TryFormat(_buffer.AsSpan(_length), out var written, "r", CultureInfo.InvariantCulture);
        _length += written;
    }

    private void AppendDigits(ulong value, int atLeast)
    {
        var count = 1;
        for (var rest = value; rest >= 10; rest /= 10) count++;
        if (count < atLeast) count = atLeast;
        for (var i = _length + count - 1; i >= _length; i--)
        {
            _buffer[i] = (byte)('0' + value % 10);
            value /= 10;
        }
        _length += count;
    }

    private bool Reserve(int count)
    {
        if (_tooLong) return false;
        if (_length + count > link.Limit) Flush();
        if (_length + count <= LineLimit) return true;
        _tooLong = true;
        return false;
    }
}
