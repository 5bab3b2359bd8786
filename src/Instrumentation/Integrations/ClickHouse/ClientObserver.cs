using DdRun.Probes;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.ClickHouse;

/// <summary><c>a</c> a query that the client sends, <c>b</c> to which host, <c>c</c> database, <c>d</c> user. A command's is a span already.</summary>
internal sealed class ClientObserver : IClientObserver
{
    private const string SpanName = "clickhouse.query";

    private static readonly IntegrationService s_service = new("clickhouse");

    public bool SeesEnd => false;

    public bool Wants(object? a, object? b, object? c, object? d) => ActiveSpan.Current is not { IsRemote: false, Name: SpanName };

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        span.Type = "sql";
        if (a is string { Length: > 0 } query)
            span.Resource = query;
        if (s_service.Name is { } service)
            span.Service = service;
        span.SetTag("component", "AdoNet");
        span.SetTag("span.kind", "client");
        span.SetTag("db.type", "clickhouse");
        span.SetTag("db.name", c as string);
        span.SetTag("db.user", d as string);
        span.SetTag("out.host", b as string);
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
