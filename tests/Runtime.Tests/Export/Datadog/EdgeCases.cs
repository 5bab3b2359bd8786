using DdRun.Configuration;
using DdRun.Export;
using DdRun.Runtime.Tests.Tracing;

namespace DdRun.Runtime.Tests.Export.Datadog;

/// <summary>A trace with everything that is hard to encode.</summary>
internal static class EdgeCases
{
    public const string LoneSurrogate = "a\ud800b";
    public static readonly string Long = new('x', 1 << 20);

    public static TraceChunk Trace(Settings settings)
    {
        var tracer = new DdRun.Tracing.TracerCore(settings, new RecordingWriter());
        var remote = new SpanContext(new UInt128(0xFEDCBA9876543210, 0xFFFFFFFFFFFFFFFF), 0xFFFFFFFFFFFFFFFE, samplingPriority: -1, origin: "synthetics");
        var root = tracer.Start(new DdRun.Tracing.LocalRoot(remote), "root", "", "", "web");
        root.SetTag("empty", "").SetTag("long", Long).SetTag("surrogate", LoneSurrogate).SetTag("Größe ✓ 🥪", "値");
        root.SetTag("nan", double.NaN).SetTag("infinite", double.PositiveInfinity);
        root.SetTag("largest", long.MaxValue).SetTag("smallest", long.MinValue).SetTag("tiny", double.Epsilon).SetTag("huge", double.MaxValue).SetTag("minus zero", -0.0);
        root.SetTag("thirty-one", new string('y', 31)).SetTag("thirty-two", new string('y', 32)).SetTag("umlauts", new string('ü', 31));
        root.SetTag("255", new string('z', 255)).SetTag("256", new string('z', 256)).SetTag("umlauts 200", new string('ü', 200)).SetTag("65536", new string('z', 20_000) + new string('€', 4_999));
        root.AddLink(new SpanLink(new UInt128(1, 2), 0xFFFFFFFFFFFFFFFF, new Dictionary<string, string> { ["reason"] = "test" }, "dd=s:1", 1));
        root.AddLink(new SpanLink(new UInt128(0, 5), 6));
        root.AddEvent("event", [new("text", "v"), new("flag", true), new("integer", -5L), new("number", 0.25), new("list", new[] { 1, 2 }), new("mixed", new object[] { 1, "a" })]);
        root.AddEvent("bare");
        root.Error = true;
        root.Finish(root.StartTime - TimeSpan.FromHours(1));
        var child = tracer.Start(root, "child", "other", null, null, DateTimeOffset.UnixEpoch - TimeSpan.FromDays(1));
        for (var i = 0; i < 100; i++)
            child.SetTag("tag" + i, i % 2 == 0 ? i : (object)("v" + i));
        child.SetTag("span.kind", "client").SetTag("peer.service", "peer").SetTag("http.status_code", 503);
        child.Finish();
        return new TraceChunk(root.Root, [root, child]);
    }
}
