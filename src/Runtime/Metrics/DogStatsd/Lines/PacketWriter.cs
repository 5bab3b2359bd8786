using System.Globalization;
using System.Runtime.CompilerServices;
using DdRun.Jit;
using DdRun.Metrics.DogStatsd.Transport;

namespace DdRun.Metrics.DogStatsd.Lines;

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
    private Carried[] _deliveries = new Carried[32];
    private int _deliveryCount;
    private int _end;
    private int _length;
    private bool _tooLong;

    [MethodImpl(Compile.Once)]
    public void Append(byte value)
    {
        if (Reserve(1))
            _buffer[_length++] = value;
    }

    // Copies by itself, as everything here does by itself: the JIT compiles anew what is called often.
    [MethodImpl(Compile.Once)]
    public unsafe void Append(byte[] bytes)
    {
        var count = bytes.Length;
        if (count == 0 || !Reserve(count))
            return;
        fixed (byte* from = bytes, to = &_buffer[_length])
        {
            var i = 0;
            for (; i + sizeof(long) <= count; i += sizeof(long))
                *(long*)(to + i) = *(long*)(from + i);
            for (; i < count; i++)
                to[i] = from[i];
        }
        _length += count;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (!Reserve(bytes.Length))
            return;
        bytes.CopyTo(new(_buffer, _length, bytes.Length));
        _length += bytes.Length;
    }

    [MethodImpl(Compile.Once)]
    public void Append(long value)
    {
        if (!Reserve(LongestInteger))
            return;
        if (value < 0)
            _buffer[_length++] = (byte)'-';
        AppendDigits(value < 0 ? 0 - (ulong)value : (ulong)value, 1);
    }

    /// <summary>The shortest text that reads back as the same number.</summary>
    [MethodImpl(Compile.Once)]
    public void Append(double value)
    {
        if (!Reserve(LongestNumber))
            return;
        var size = value < 0 ? -value : value;
        var units = size < MostInUnits ? (ulong)(size * Units + 0.5) : 0;
        if (units / Units != size)
        {
            AppendAny(value);
            return;
        }
        if (value < 0)
            _buffer[_length++] = (byte)'-';
        AppendDigits(units / (ulong)Units, 1);
        var fraction = units % (ulong)Units;
        if (fraction == 0)
            return;
        _buffer[_length++] = (byte)'.';
        AppendDigits(fraction, Digits);
        while (_buffer[_length - 1] == '0')
            _length--;
    }

    /// <summary>Ends a line; the line break is the caller's last byte.</summary>
    /// <returns>False when the line is too long for any packet and has been left out.</returns>
    [MethodImpl(Compile.Once)]
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
            if (_deliveryCount == _deliveries.Length)
                Array.Resize(ref _deliveries, _deliveryCount * 2);
            _deliveries[_deliveryCount++].By = delivery;
        }
        if (_end > link.Limit)
            Flush();
        return true;
    }

    /// <summary>Sends the lines that have ended.</summary>
    [MethodImpl(Compile.Once)]
    public void Flush()
    {
        if (_end == 0)
            return;
        var sent = link.Send(_buffer, _end);
        telemetry.Packet(_end, sent);
        for (var i = 0; i < _deliveryCount; i++)
        {
            if (sent)
                _deliveries[i].By!.Delivered();
            else
                _deliveries[i].By!.Failed();
            _deliveries[i].By = null;
        }
        _deliveryCount = 0;
        if (_length > _end)
            Buffer.BlockCopy(_buffer, _end, _buffer, 0, _length - _end);
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

    [MethodImpl(Compile.Once)]
    private void AppendDigits(ulong value, int atLeast)
    {
        var count = 1;
        for (var rest = value; rest >= 10; rest /= 10)
            count++;
        if (count < atLeast)
            count = atLeast;
        for (var i = _length + count - 1; i >= _length; i--)
        {
            _buffer[i] = (byte)('0' + value % 10);
            value /= 10;
        }
        _length += count;
    }

    [MethodImpl(Compile.Once)]
    private bool Reserve(int count)
    {
        if (_tooLong)
            return false;
        if (_length + count > link.Limit)
            Flush();
        if (_length + count <= LineLimit)
            return true;
        _tooLong = true;
        return false;
    }

    // An array of classes or interfaces checks every element that is put into it.
    private struct Carried
    {
        public IDelivery? By;
    }
}
