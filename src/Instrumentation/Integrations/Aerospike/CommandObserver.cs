using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Aerospike;

/// <summary><c>a</c> a command, whose type says what it does: <c>AsyncReadCommand</c> is Read.</summary>
internal sealed class CommandObserver : IClientObserver
{
    private const string Prefix = "Async", Suffix = "Command";

    private static readonly IntegrationService s_service = new("aerospike");

    public bool SeesEnd => false;

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        span.Type = "aerospike";
        if (s_service.Name is { } service)
            span.Service = service;
        span.SetTag("component", "aerospike");
        span.SetTag("span.kind", "client");
        if (a is null)
            return;
        var name = a.GetType().Name;
        if (name.StartsWith(Prefix, StringComparison.Ordinal))
            name = name[Prefix.Length..];
        span.Resource = name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
