using System.Globalization;

namespace DdRun.Sampling;

/// <summary>Keeps a share of ids, the same ids in every process and every language.</summary>
internal static class SamplingRate
{
    private const ulong KnuthFactor = 1111111111111111111;

    public static ulong Hash(ulong id) => unchecked(id * KnuthFactor);

    /// <summary>Whether <c>hash(id) ≤ rate × 2⁶⁴</c>, exactly.</summary>
    public static bool Keeps(double rate, ulong id)
    {
        if (!(rate > 0))
            return false;
        return rate >= 1 || Hash(id) <= Threshold(rate);
    }

    /// <summary>At most six decimals, half up as doubles come out, no trailing zeros.</summary>
    public static string Format(double rate) => (Math.Floor(rate * 1e6 + 0.5) / 1e6).ToString("0.######", CultureInfo.InvariantCulture);

    // The largest integer not above rate × 2⁶⁴, which other tracers mean by rate × (2⁶⁴−1): they multiply doubles. One below 1 is
    // mantissa × 2^-shift with a mantissa of 53 bits, so nothing is rounded but the fraction.
    private static ulong Threshold(double rate)
    {
        var bits = BitConverter.DoubleToUInt64Bits(rate);
        var exponent = (int)(bits >> 52);
        if (exponent == 0)
            return 0;
        var mantissa = (bits & 0xFFFFFFFFFFFFF) | 0x10000000000000;
        var shift = 1075 - exponent;
        return shift switch
        {
            < 64 => mantissa << (64 - shift),
            < 128 => mantissa >> (shift - 64),
            _ => 0,
        };
    }
}
