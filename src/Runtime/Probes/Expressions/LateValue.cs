using System.Runtime.CompilerServices;

namespace DdRun.Probes.Expressions;

/// <summary>A value in an expression that is evaluated when a call ends; numbers are held without an object.</summary>
internal readonly struct LateValue
{
    private readonly object? _object;
    private readonly long _bits;

    private LateValue(LateKind kind, long bits, object? value) => (Kind, _bits, _object) = (kind, bits, value);

    public LateKind Kind { get; }

    public static LateValue Missing => default;

    public static LateValue Null => new(LateKind.Null, 0, null);

    public bool IsTrue => Kind == LateKind.Boolean && _bits != 0;

    public bool IsNothing => Kind is LateKind.Missing or LateKind.Null;

    public bool IsNumber => Kind is LateKind.Integer or LateKind.Real or LateKind.Decimal;

    public long Integer => _bits;

    public double Real => Kind switch
    {
        LateKind.Real => BitConverter.Int64BitsToDouble(_bits),
        LateKind.Decimal => (double)(decimal)_object!,
        _ => _bits,
    };

    public decimal Decimal => Kind switch
    {
        LateKind.Decimal => (decimal)_object!,
        LateKind.Real => (decimal)BitConverter.Int64BitsToDouble(_bits),
        _ => _bits,
    };

    public string? Text => Kind == LateKind.Text ? Unsafe.As<string>(_object) : null;

    public static LateValue OfBoolean(bool value) => new(LateKind.Boolean, value ? 1 : 0, null);

    public static LateValue OfInteger(long value) => new(LateKind.Integer, value, null);

    public static LateValue OfReal(double value) => new(LateKind.Real, BitConverter.DoubleToInt64Bits(value), null);

    public static LateValue OfDuration(long nanoseconds) => new(LateKind.Duration, nanoseconds, null);

    public static LateValue OfText(string? value) => value is null ? Null : new(LateKind.Text, 0, value);

    public static LateValue OfDecimal(decimal value) => new(LateKind.Decimal, 0, value);

    /// <summary>Called by code that is made for paths.</summary>
    public static LateValue Of<T>(T value)
    {
        // The runtime leaves out all branches but one.
        if (typeof(T) == typeof(int))
            return OfInteger((int)(object)value!);
        if (typeof(T) == typeof(long))
            return OfInteger((long)(object)value!);
        if (typeof(T) == typeof(double))
            return OfReal((double)(object)value!);
        if (typeof(T) == typeof(bool))
            return OfBoolean((bool)(object)value!);
        return value switch
        {
            null => Null,
            string text => OfText(text),
            Enum => new(LateKind.Object, 0, value),
            int or short or sbyte or byte or ushort or uint or long => OfInteger(Convert.ToInt64(value, null)),
            bool flag => OfBoolean(flag),
            double or float => OfReal(Convert.ToDouble(value, null)),
            decimal or ulong => OfDecimal(Convert.ToDecimal(value, null)),
            char one => OfText(one.ToString()),
            TimeSpan time => new(LateKind.Object, 0, time),
            _ => new(LateKind.Object, 0, value),
        };
    }

    /// <summary>The value as an object: what a tag is set to.</summary>
    public object? ToObject() => Kind switch
    {
        LateKind.Boolean => _bits != 0,
        LateKind.Integer or LateKind.Duration => _bits,
        LateKind.Real => Real,
        _ => _object,
    };

    /// <summary>Nanoseconds, of a duration or of a <see cref="TimeSpan"/>.</summary>
    public bool TryDuration(out long nanoseconds)
    {
        nanoseconds = _object is TimeSpan time ? time.Ticks * 100 : _bits;
        return Kind == LateKind.Duration || _object is TimeSpan;
    }
}
