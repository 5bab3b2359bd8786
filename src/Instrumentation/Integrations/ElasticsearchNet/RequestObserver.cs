using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.ElasticsearchNet;

/// <summary>Describes the span of a request of version 7: <c>a</c> is the method, <c>b</c> its parameters, whose type names the operation.</summary>
internal sealed class RequestObserver : IClientObserver
{
    private const string Suffix = "RequestParameters";

    private static readonly IntegrationService s_service = new("elasticsearch");

    private readonly PropertyReader<object> _call = new("ApiCall");
    private readonly PropertyReader<Uri> _uri = new("Uri");

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        var action = b?.GetType().Name ?? "";
        if (action.EndsWith(Suffix, StringComparison.Ordinal))
            action = action[..^Suffix.Length];
        span.Type = "elasticsearch";
        if (s_service.Name is { } service)
            span.Service = service;
        span.Resource = action.Length > 0 ? action : a?.ToString() ?? "";
        span.SetTag("component", "elasticsearch-net");
        span.SetTag("span.kind", "client");
        span.SetTag("elasticsearch.action", action);
        span.SetTag("elasticsearch.method", a?.ToString());
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
        if (_call.Read(result) is not { } call || _uri.Read(call) is not { } uri)
            return;
        span.SetTag("elasticsearch.url", uri.ToString());
        span.SetTag("out.host", uri.Host);
    }
}
