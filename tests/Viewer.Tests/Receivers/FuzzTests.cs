using System.Globalization;
using DdRun.Viewer.Receivers.Datadog;
using DdRun.Viewer.Receivers.Otlp;
using DdRun.Viewer.Receivers.Otlp.Wire;
using DdRun.Viewer.Receivers.Statsd;
using DdRun.Viewer.Store;
using Google.Protobuf;

namespace DdRun.Viewer.Tests.Receivers;

/// <summary>Payloads with bytes changed, removed and doubled: they are taken or refused, and nothing else happens. <c>DDRUN_FUZZ</c> says how many.</summary>
public sealed class FuzzTests
{
    private const long Limit = 16 << 20;

    private static readonly int Rounds =
        int.TryParse(Environment.GetEnvironmentVariable("DDRUN_FUZZ"), CultureInfo.InvariantCulture, out var rounds) ? rounds : 200_000;

    [Fact]
    public void WhateverComesIsTakenOrRefused()
    {
        var random = new Random(4711);
        var spans = new SpanStore(Limit);
        var metrics = new MetricStore(Limit);
        var logs = new LogStore(Limit);
        TestSpan[] trace =
        [
            new() { Meta = new() { ["a"] = "b", ["_dd.p.tid"] = "1", ["runtime-id"] = "r" }, Metrics = new() { ["m"] = 1.5 } },
            new() { Id = 2, Parent = 1, Error = true },
        ];
        var attribute = new KeyedValue { Key = "k", Value = new() { List = new() { Items = { new Value { Integer = 4 }, new Value { Text = "x" } } } } };
        var export = new TraceExport
        {
            Groups = { new OriginSpans { Libraries = { new LibrarySpans { Spans = { new SpanRecord { Name = "n", Attributes = { attribute }, Events = { new EventRecord { Name = "exception" } } } } } } } },
        };
        (byte[] Sample, Action<byte[]> Take)[] receivers =
        [
            (TestSpan.V04(trace), body => new TraceReader(spans, body).ReadV04()),
            (TestSpan.V05(trace), body => new TraceReader(spans, body).ReadV05()),
            (export.ToByteArray(), body => OtlpTraces.Take(TraceExport.Parser.ParseFrom(body), spans)),
            (export.ToByteArray(), body => OtlpMetrics.Take(MetricExport.Parser.ParseFrom(body), metrics)),
            (export.ToByteArray(), body => OtlpLogs.Take(LogExport.Parser.ParseFrom(body), logs)),
            ("a.b:1.5:2|d|@0.5|#service:x,env:y|T1700000000\n_e{1,1}:a|b"u8.ToArray(), body => StatsdLine.Take(body, metrics, 1)),
        ];

        var refused = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var (sample, take) = receivers[round % receivers.Length];
            try
            {
                take(Mutate(sample, random));
            }
            catch (Exception exception) when (exception is not (NullReferenceException or IndexOutOfRangeException or OutOfMemoryException or ArgumentOutOfRangeException))
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1, Rounds);
        Assert.InRange(spans.Memory, 1, Limit + (24 << 20));
        Assert.InRange(metrics.Memory, 1, Limit + (1 << 20));
    }

    private static byte[] Mutate(byte[] sample, Random random)
    {
        var bytes = sample.ToList();
        for (var changes = random.Next(1, 6); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 8), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 16), bytes.Count - at)));
                    break;
                default:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }

        return [.. bytes];
    }
}
