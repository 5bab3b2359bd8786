using System.Globalization;
using System.Runtime.CompilerServices;

namespace DdRun.Tracing;

/// <summary>Tag keys that mean more than a stored value.</summary>
internal static class SpecialTags
{
    // Lengths, and lower five bits of the first characters, of the keys below.
    private const int Lengths = 1 << 9 | 1 << 10 | 1 << 11 | 1 << 12 | 1 << 13 | 1 << 15 | 1 << 24;
    private const uint Initials = 1u << ('s' & 31) | 1u << ('r' & 31) | 1u << ('m' & 31) | 1u << ('n' & 31) | 1u << ('_' & 31);

    /// <summary>False for nearly every key that <see cref="Handle(Span, string, string?)"/> leaves alone, and for none that it handles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayHandle(string key) => key.Length <= 24 && (1 << key.Length & Lengths) != 0 && (1u << (key[0] & 31) & Initials) != 0;

    /// <summary>Whether the key says something without a value.</summary>
    public static bool NeedsNoValue(string key) => key is "manual.keep" or "manual.drop" or "_dd.measured";

    /// <summary>Answers whether the key was dealt with entirely.</summary>
    public static bool Handle(Span span, string key, string? value)
    {
        switch (key)
        {
            case "service.name":
                span.Service = value;
                return false;
            case "service.version":
                span.Store("version", value);
                return false;
            case "resource.name":
                span.Resource = value!;
                return true;
            case "span.type":
                span.Type = value;
                return true;
            case "manual.keep":
                span.Root.SetManualPriority(2);
                return true;
            case "manual.drop":
                span.Root.SetManualPriority(-1);
                return true;
            case TraceTags.Origin when span.IsLocalRoot:
                span.Root.SetOrigin(value);
                return false;
            case "_dd.measured":
                // Without a value the tag means yes, as in the Python library.
                span.Store(key, BoxedNumbers.Box(value is not { Length: 0 } ? 1L : 0L));
                return true;
            case "network.destination.port" when long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var port):
                span.Store(key, BoxedNumbers.Box(port));
                return true;
            default:
                return false;
        }
    }

    public static bool Handle(Span span, string key, long value)
    {
        switch (key)
        {
            case "http.status_code":
                span.Store(key, StatusCodeText(value));
                return true;
            case "_dd.measured":
                span.Store(key, BoxedNumbers.Box(value != 0 ? 1L : 0L));
                return true;
            case "service.name" or "service.version" or "resource.name" or "span.type" or "manual.keep" or "manual.drop":
                span.SetTag(key, value.ToString(CultureInfo.InvariantCulture));
                return true;
            default:
                return false;
        }
    }

    public static bool Handle(Span span, string key, double value)
    {
        switch (key)
        {
            case "manual.keep" or "manual.drop":
                return Handle(span, key, null);
            case "http.status_code" or "service.name" or "service.version" or "resource.name" or "span.type" when double.IsFinite(value):
                span.SetTag(key, value.ToString(CultureInfo.InvariantCulture));
                return true;
            case "_dd.measured":
                span.Store(key, BoxedNumbers.Box(value != 0 ? 1L : 0L));
                return true;
            default:
                return false;
        }
    }

    private static string StatusCodeText(long code) => code switch
    {
        200 => "200",
        201 => "201",
        204 => "204",
        301 => "301",
        302 => "302",
        304 => "304",
        400 => "400",
        401 => "401",
        403 => "403",
        404 => "404",
        500 => "500",
        503 => "503",
        _ => code.ToString(CultureInfo.InvariantCulture),
    };
}
