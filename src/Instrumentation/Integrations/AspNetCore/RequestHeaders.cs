using DdRun.Propagation;
using Microsoft.AspNetCore.Http;

namespace DdRun.Instrumentation.Integrations.AspNetCore;

/// <summary>Reads the context that a request brings; one reader a thread serves all its requests.</summary>
internal sealed class RequestHeaders : HeaderReader
{
    [ThreadStatic]
    private static RequestHeaders? t_spare;

    private IHeaderDictionary? _headers;

    public static SpanContext? Extract(IHeaderDictionary headers)
    {
        var reader = t_spare ?? new RequestHeaders();
        t_spare = null;
        reader._headers = headers;
        var context = Propagator.Extract(reader);
        reader._headers = null;
        t_spare = reader;
        return context;
    }

    public override string? Get(string name) =>
        _headers!.TryGetValue(name, out var values) ? values.Count == 1 ? values[0] : values.ToString() : null;
}
