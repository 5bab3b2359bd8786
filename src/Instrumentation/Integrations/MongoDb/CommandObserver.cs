using System.Net;
using System.Runtime.CompilerServices;
using DdRun.Probes;
using MongoDB.Bson;

namespace DdRun.Instrumentation.Integrations.MongoDb;

/// <summary>Describes the span of a command: <c>a</c> is the command, <c>b</c> the database, <c>c</c> the server's address.</summary>
internal sealed class CommandObserver : IClientObserver
{
    private static readonly IntegrationService s_service = new("mongodb");
    private static readonly ServerTags s_unknown = new(address: null);

    // All connections to a server have its address in common.
    private readonly ConditionalWeakTable<EndPoint, ServerTags> _tags = [];

    // A command is sent and answered: nothing below makes spans.
    public bool Activates => false;

    public bool SeesEnd => false;

    public bool Wants(object? a, object? b, object? c, object? d) =>
        a is BsonDocument { ElementCount: > 0 } command && !IsHandshake(command.GetElement(0).Name);

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        var command = (BsonDocument)a!;
        var first = command.GetElement(0);
        var database = b as string ?? "";
        var tags = c is EndPoint address ? _tags.GetValue(address, static address => new(address)) : s_unknown;
        span.Describe(s_service.Name, $"{first.Name} {database}", "mongodb", tags.Of(database), "mongodb.query", HasSecrets(first.Name) ? null : CommandText.Of(command));
        if (Collection(command, first) is { } collection)
            span.SetTag("mongodb.collection", collection);
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }

    /// <summary>What connections and monitors say by themselves, among them credentials.</summary>
    private static bool IsHandshake(string command) => command is
        "hello" or "isMaster" or "ismaster" or "getLastError" or "saslStart" or "saslContinue" or "authenticate" or "getnonce";

    private static bool HasSecrets(string command) => command is "createUser" or "updateUser";

    /// <summary>Mostly the first value; where a command has no collection that is a number, or something else.</summary>
    private static string? Collection(BsonDocument command, BsonElement first)
    {
        if (first.Name == "getMore" && command.TryGetValue("collection", out var collection))
            return (collection as BsonString)?.Value;
        return (first.Value as BsonString)?.Value;
    }
}
