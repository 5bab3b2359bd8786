using System.Runtime.CompilerServices;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.StackExchangeRedis;

/// <summary>
/// Names and tags the span of a command: <c>a</c> is the command (an enumeration private to the library), <c>b</c> the command with its key,
/// <c>c</c> the multiplexer, <c>d</c> the number of the database.
/// </summary>
internal sealed class RedisObserver : IClientObserver
{
    private const string Type = "redis";

    // What versions up to 2 have for commands that they are given as text.
    private const string Unknown = "UNKNOWN";

    private static readonly IntegrationService s_service = new("redis");
    private static readonly RedisTags s_unknown = new(address: null);

    // Its configuration is put together anew whenever it is asked for.
    private readonly ConditionalWeakTable<object, RedisTags> _tags = [];
    private readonly PropertyReader<string> _configuration = new("Configuration");

    // A command is put into a queue, and nothing below makes spans.
    public bool Activates => false;

    public bool SeesEnd => false;

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        // The command alone: keys may hold what must not end up in a list of resources, and are without number.
        var command = a is null ? "COMMAND" : CommandNames.Of(a);
        if (command == Unknown && b is string { Length: > 0 } text)
            command = FirstWord(text);
        var tags = (c is null ? s_unknown : Tags(c)).Of(d is int database ? database : -1);
        span.Describe(s_service.Name, command, Type, tags, "redis.raw_command", b as string);
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }

    private static string FirstWord(string text) => text.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end ? text[..end] : text;

    private RedisTags Tags(object multiplexer)
    {
        if (!_tags.TryGetValue(multiplexer, out var tags))
            _tags.AddOrUpdate(multiplexer, tags = new(RedisAddress.Parse(_configuration.Read(multiplexer) ?? "")));
        return tags;
    }
}
