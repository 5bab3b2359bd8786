using System.Collections.Concurrent;

namespace DdRun.Integrations.Tests.Lending;

/// <summary>
/// What the caller owns is the caller's: whatever travels with an object, for every thread that shares it and at every moment it is as it was, and what goes
/// out is all of it and the context of one span, that of whoever sends.
/// </summary>
public sealed class LendingTests : TracedProcess
{
    private const int Threads = 8, Rounds = 150;

    private static readonly Dictionary<string, Func<LentObject>> s_objects = new()
    {
        ["request"] = static () => new LentRequest(ownPropagator: false, ownContext: false),
        ["request with somebody's context in both collections"] = static () => new LentRequest(ownPropagator: false, ownContext: true),
        ["request through the program's own propagator"] = static () => new LentRequest(ownPropagator: true, ownContext: true),
        ["RabbitMQ 6 properties"] = static () => new LentProperties(version: 6, withHeaders: true, isPrepared: false),
        ["RabbitMQ 6 properties without headers"] = static () => new LentProperties(version: 6, withHeaders: false, isPrepared: false),
        ["RabbitMQ 7 properties"] = static () => new LentProperties(version: 7, withHeaders: true, isPrepared: false),
        ["RabbitMQ 7 properties without headers"] = static () => new LentProperties(version: 7, withHeaders: false, isPrepared: false),
        ["RabbitMQ 7 properties of which the library has a copy"] = static () => new LentProperties(version: 7, withHeaders: true, isPrepared: true),
        ["Kafka headers"] = static () => new LentKafkaHeaders(),
        ["MQTT properties"] = static () => new LentMqttProperties(withProperties: true),
        ["MQTT without properties"] = static () => new LentMqttProperties(withProperties: false),
        ["CAP message"] = static () => new LentStoredMessage(),
        ["gRPC metadata"] = static () => new LentMetadata(),
        ["job parameters"] = static () => new LentJobParameters(),
        ["NLog event"] = static () => new LentLogEvent(withProperties: true),
        ["NLog event without properties"] = static () => new LentLogEvent(withProperties: false),
        ["activity"] = static () => new LentActivity(),
    };

    public static TheoryData<string> Names => [.. s_objects.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Objects_that_threads_share_and_use_again_stay_as_they_are(string name)
    {
        using var lent = s_objects[name]();
        var before = lent.Look();
        var plain = lent.Plain.Order(StringComparer.Ordinal).ToList();
        var sent = new ConcurrentQueue<(IReadOnlyList<string> Lines, string[] Context)>();
        var seen = new ConcurrentQueue<string>();
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(async () =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                using var span = Tracer.Trace(lent.SpanName);
                sent.Enqueue((await lent.Send(span), [.. lent.Context(span)]));
                seen.Enqueue(lent.Look());
            }
        })));
        Assert.Equal(Threads * Rounds, sent.Count);
        Assert.All(seen.Distinct(StringComparer.Ordinal), now => Assert.Equal(before, now));
        Assert.All(sent, one =>
        {
            var (context, own) = (one.Lines.Where(line => lent.IsContext(NameOf(line))).ToList(), one.Lines.Where(line => !lent.IsContext(NameOf(line))));
            Assert.Equal(plain, own.Order(StringComparer.Ordinal));
            Assert.All(one.Context, line => Assert.Contains(line, context));
            Assert.Equal(context.Select(NameOf).Distinct(StringComparer.OrdinalIgnoreCase).Count(), context.Count);
        });
    }

    /// <summary>Written to in place, as code without a lender would: the property sees it.</summary>
    [Fact]
    public async Task An_object_that_is_written_to_is_noticed()
    {
        using var lent = new LentKafkaHeaders(isBroken: true);
        var before = lent.Look();
        using var span = Tracer.Trace(lent.SpanName);
        await lent.Send(span);
        Assert.NotEqual(before, lent.Look());
    }

    private static string NameOf(string line) => line[..line.IndexOf(':', StringComparison.Ordinal)];
}
