using System.Globalization;
using System.Runtime.CompilerServices;
using DdRun.Probes;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.FreeRedis;

/// <summary><c>a</c> a command. Where it goes is only known when it has been written.</summary>
internal sealed class CommandObserver : IClientObserver
{
    private const string Component = "FreeRedis";

    private static readonly IntegrationService s_service = new("redis");

    private readonly ConditionalWeakTable<Span, object> _commands = [];
    private readonly PropertyReader<string> _name = new("_command"), _target = new("WriteTarget");
    private readonly PropertyReader<List<object>> _input = new("_input");
    private readonly PropertyReader<List<int>> _keys = new("_keyIndexes");

    // A connection that is opened on the way is looked at first.
    public bool Wants(object? a, object? b, object? c, object? d) => ActiveSpan.Current is not { IsRemote: false } active || active.GetTag("component") != Component;

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        var command = _name.Read(a) ?? "COMMAND";
        span.Type = "redis";
        span.Resource = command;
        if (s_service.Name is { } service)
            span.Service = service;
        span.SetTag("component", Component);
        span.SetTag("span.kind", "client");
        span.SetTag("redis.raw_command", Key(a) is { } key ? command + " " + key : command);
        if (a is not null)
            _commands.AddOrUpdate(span, a);
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
        if (!_commands.TryGetValue(span, out var command))
            return;
        _commands.Remove(span);
        // "127.0.0.1:6379/0".
        if (_target.Read(command) is not { Length: > 0 } target)
            return;
        var slash = target.LastIndexOf('/');
        var address = slash < 0 ? target : target[..slash];
        var colon = address.LastIndexOf(':');
        span.SetTag("out.host", colon < 0 ? address : address[..colon]);
        if (colon >= 0)
            span.SetTag("out.port", address[(colon + 1)..]);
        if (slash >= 0 && int.TryParse(target.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var database))
            span.SetMetric("db.redis.database_index", database);
    }

    // Not what is stored there.
    private string? Key(object? command) =>
        _keys.Read(command) is [var first, ..] && _input.Read(command) is { } input && first < input.Count ? Convert.ToString(input[first], CultureInfo.InvariantCulture) : null;
}
