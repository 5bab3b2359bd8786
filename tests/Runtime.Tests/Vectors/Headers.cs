using DdRun.Configuration;
using DdRun.Propagation;

namespace DdRun.Runtime.Tests.Vectors;

internal static class Headers
{
    public static SpanContext? Extract(Settings settings, IReadOnlyDictionary<string, string> headers) =>
        ContextExtractor.Extract(new ListedHeaders(headers), settings);

    public static Dictionary<string, string> Inject(Settings settings, SpanContext context)
    {
        var headers = new Dictionary<string, string>();
        ContextInjector.Inject(context, headers, static (h, name, value) => h[name] = value, settings);
        return headers;
    }

    public static UInt128 TraceId(string? hex) => hex == null ? UInt128.Zero : UInt128.Parse(hex, System.Globalization.NumberStyles.HexNumber, null);

    public static ulong SpanId(string? id) => id == null ? 0 : ulong.Parse(id, System.Globalization.CultureInfo.InvariantCulture);
}
