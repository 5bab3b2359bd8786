using DdRun.Probes;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.StackExchangeRedis;

/// <summary>
/// Names and tags the span of a command: <c>a</c> is the command (an enumeration private to the library), <c>b</c> the command with its key,
/// <c>c</c> the multiplexer's configuration, <c>d</c> the number of the database.
/// </summary>
internal sealed class RedisObserver : IProbeObserver
{
    private const string Type = "redis";

    private static readonly IntegrationService s_service = new("redis");

    private RedisAddress? _last;

    // Of the layers of the library that a command goes through, the outermost has the span.
    public bool Wants(object? a, object? b, object? c, object? d) => ActiveSpan.Current is not { IsRemote: false, Type: Type };

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        span.Type = Type;
        // The command alone: keys may hold what must not end up in a list of resources, and are without number.
        span.Resource = a?.ToString() is { Length: > 0 } command ? command : "COMMAND";
        if (s_service.Name is { } service)
            span.Service = service;
        span.SetTag("component", "StackExchangeRedis");
        span.SetTag("span.kind", "client");
        if (b is string full)
            span.SetTag("redis.raw_command", full);
        if (c is string configuration)
        {
            var address = Address(configuration);
            span.SetTag("out.host", address.Host);
            span.SetTag("out.port", address.Port);
        }
        if (d is int and >= 0)
            span.SetTag("db.redis.database_index", (int)d);
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }

    // Nearly every process has one multiplexer.
    private RedisAddress Address(string configuration)
    {
        var last = _last;
        if (last is null || !ReferenceEquals(last.Configuration, configuration) && last.Configuration != configuration)
            _last = last = RedisAddress.Parse(configuration);
        return last;
    }
}
