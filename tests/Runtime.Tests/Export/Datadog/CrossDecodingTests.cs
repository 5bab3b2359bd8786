using DdRun.Configuration;
using DdRun.Export;
using DdRun.Export.Datadog.Spans;
using DdRun.Export.Datadog.Stats;
using DdRun.Runtime.Tests.Export.Datadog.Foreign;
using DdRun.Runtime.Tests.Tracing;

namespace DdRun.Runtime.Tests.Export.Datadog;

/// <summary>What we encode is what other implementations decode. That our reader agrees with the spans is EncoderTests' business.</summary>
public class CrossDecodingTests
{
    [DecoderTheory]
    [InlineData("python")]
    [InlineData("node")]
    public void Edge_values_in_v04(string decoder) => Compare(decoder, Encode(new V04Encoder(new SpanTags(Settings)) { NativeEvents = true }, EdgeCases.Trace(Settings)));

    [DecoderTheory]
    [InlineData("python")]
    [InlineData("node")]
    public void Edge_values_in_v05(string decoder) => Compare(decoder, Encode(new V05Encoder(new SpanTags(Settings)), EdgeCases.Trace(Settings)));

    [DecoderTheory]
    [InlineData("python")]
    [InlineData("node")]
    public void Statistics(string decoder)
    {
        var aggregator = new StatsAggregator(Settings) { PeerTags = ["peer.service"] };
        aggregator.Add(EdgeCases.Trace(Settings));
        Compare(decoder, new StatsEncoder(Settings).Encode(aggregator.Take(0, everything: true)).ToArray());
    }

    [DecoderTheory]
    [InlineData("python")]
    [InlineData("node")]
    public void A_trace_of_a_hundred_thousand_spans(string decoder)
    {
        var tracer = new TestTracer();
        var root = tracer.Core.Start(null, "root", null, null, null);
        var spans = new List<Span> { root };
        for (var i = 1; i < 100_000; i++)
            spans.Add(tracer.Core.Start(root, "child", null, null, null));
        foreach (var span in spans)
            span.Finish();
        var payload = Encode(new V04Encoder(new SpanTags(Settings)), new TraceChunk(root.Root, spans));

        Assert.Equal(100_000, spans.Count);
        Compare(decoder, payload);
    }

    private static Settings Settings { get; } = TestTracer.SettingsOf(("DD_ENV", "test"));

    private static byte[] Encode(ITraceEncoder encoder, TraceChunk chunk)
    {
        Assert.True(encoder.TryAdd(chunk, int.MaxValue));
        return encoder.Payload(0, 1).ToArray();
    }

    private static void Compare(string decoder, byte[] payload)
    {
        var ours = CanonicalText.Of(payload);
        var theirs = ForeignDecoder.Decode(decoder, payload);
        if (ours == theirs)
            return;
        var at = ours.Zip(theirs).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.Fail($"Different from character {at} on: '{ours[Math.Max(0, at - 40)..Math.Min(ours.Length, at + 40)]}' and '{theirs[Math.Max(0, at - 40)..Math.Min(theirs.Length, at + 40)]}'");
    }
}
