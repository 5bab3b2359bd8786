using System.Globalization;

namespace DdRun.Tracing;

/// <summary>Tag keys that mean more than a stored value.</summary>
internal static class SpecialTags
{
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
            case "http.status_code" or "service.name" or "service.version" or "resource.name" or "span.type" or "manual.keep" or "manual.drop":
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
