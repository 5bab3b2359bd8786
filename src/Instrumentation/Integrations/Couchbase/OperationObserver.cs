using DdRun.Probes;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Couchbase;

/// <summary><c>a</c> an operation.</summary>
internal sealed class OperationObserver : IClientObserver
{
    private const string Component = "Couchbase";

    private static readonly IntegrationService s_service = new("couchbase");

    private readonly PropertyReader<object> _code = new("OpCode");
    private readonly PropertyReader<string> _bucket = new("BucketName"), _key = new("Key");

    public bool SeesEnd => false;

    // One way to send calls another.
    public bool Wants(object? a, object? b, object? c, object? d) => ActiveSpan.Current is not { IsRemote: false } active || active.GetTag("component") != Component;

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        span.Type = "db";
        if (s_service.Name is { } service)
            span.Service = service;
        span.SetTag("component", Component);
        span.SetTag("span.kind", "client");
        if (_code.Read(a)?.ToString() is { } code)
        {
            span.Resource = code;
            span.SetTag("couchbase.operation.code", code);
        }
        if (_bucket.Read(a) is { } bucket)
            span.SetTag("couchbase.operation.bucket", bucket);
        if (_key.Read(a) is { } key)
            span.SetTag("couchbase.operation.key", key);
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
