using System.Buffers.Text;
using System.Globalization;
using DdRun.Metrics.Transport;

namespace DdRun.Metrics;

/// <summary>Packs lines into packets of what the transport allows and hands them over; one buffer, reused for all of them.</summary>
internal sealed class PacketWriter(PacketLink link, StatsdTelemetry telemetry)
{
    /// <summary>A single line may be this long on any transport: servers read this much.</summary>
    public const int LineLimit = 8192;

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

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (!Reserve(bytes.Length)) return;
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    public void Append(long value)
    {
        const int longest = 20;
        if (!Reserve(longest)) return;
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out var written);
        _length += written;
    }

    /// <summary>The shortest text that reads back as the same number.</summary>
    public void Append(double value)
    {
        const int longest = 32;
        if (!Reserve(longest)) return;
        value.TryFormat(_buffer.AsSpan(_length), out var written, "r", CultureInfo.InvariantCulture);
        _length += written;
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

    private bool Reserve(int count)
    {
        if (_tooLong) return false;
        if (_length + count > link.Limit) Flush();
        if (_length + count <= LineLimit) return true;
        _tooLong = true;
        return false;
    }
}
