using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.ElasticsearchNet;

/// <summary>Describes the span of a request of version 7: <c>a</c> is the method, <c>b</c> its parameters, whose type names the operation.</summary>
internal class RequestObserver : IClientObserver
{
    private const string Suffix = "RequestParameters";

    private readonly IntegrationService _service;
    private readonly string _product, _component;
    private readonly PropertyReader<object> _call = new("ApiCall");
    private readonly PropertyReader<Uri> _uri = new("Uri");

    public RequestObserver()
        : this("elasticsearch", "elasticsearch-net")
    {
    }

    protected RequestObserver(string product, string component) => (_service, _product, _component) = (new(product), product, component);

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        var action = b?.GetType().Name ?? "";
        if (action.EndsWith(Suffix, StringComparison.Ordinal))
            action = action[..^Suffix.Length];
        span.Type = _product;
        if (_service.Name is { } service)
            span.Service = service;
        span.Resource = action.Length > 0 ? action : a?.ToString() ?? "";
        span.SetTag("component", _component);
        span.SetTag("span.kind", "client");
        span.SetTag(_product + ".action", action);
        span.SetTag(_product + ".method", a?.ToString());
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
        if (_call.Read(result) is not { } call || _uri.Read(call) is not { } uri)
            return;
        span.SetTag(_product + ".url", uri.ToString());
        span.SetTag("out.host", uri.Host);
    }
}
