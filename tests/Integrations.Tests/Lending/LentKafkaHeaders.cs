using System.Text;
using Confluent.Kafka;
using DdRun.Instrumentation.Integrations.Kafka;
using DdRun.Propagation;

namespace DdRun.Integrations.Tests.Lending;

/// <summary>The headers of a message, one name twice, as Kafka allows.</summary>
/// <param name="isBroken">Writes to them, to see that it is seen.</param>
internal sealed class LentKafkaHeaders(bool isBroken = false) : LentObject
{
    private readonly SentHeaders _lender = new();
    private readonly Headers _headers =
    [
        new Header("own", "first"u8.ToArray()),
        new Header("own", "second"u8.ToArray()),
        new Header("none", null),
        new Header("traceparent", "00-11111111111111111111111111111111-2222222222222222-01"u8.ToArray()),
    ];

    public override string SpanName => KafkaSpan.Produce;

    public override IReadOnlyList<string> Plain => ["own: first", "own: second", "none: "];

    public override string Look() => string.Join('\n', Dump(_headers));

    public override Task<IReadOnlyList<string>> Send(Span span)
    {
        if (isBroken)
            _headers.Add("traceparent", "ours"u8.ToArray());
        return Task.FromResult<IReadOnlyList<string>>(Dump((IEnumerable<IHeader>)_lender.Lend(_headers, null)!));
    }

    private static List<string> Dump(IEnumerable<IHeader> headers) =>
        [.. headers.Select(header => $"{header.Key}: {(header.GetValueBytes() is { } bytes ? Encoding.UTF8.GetString(bytes) : "")}")];
}
