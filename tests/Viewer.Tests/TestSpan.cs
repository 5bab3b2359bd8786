using System.Buffers;
using MessagePack;

namespace DdRun.Viewer.Tests;

/// <summary>A span as a tracer would send it.</summary>
internal sealed record TestSpan
{
    public ulong TraceId { get; init; } = 1;
    public ulong Id { get; init; } = 1;
    public ulong Parent { get; init; }
    public string Service { get; init; } = "shop";
    public string Name { get; init; } = "web.request";
    public string Resource { get; init; } = "GET /";
    public string Type { get; init; } = "web";
    public long Start { get; init; } = 1_700_000_000_000_000_000;
    public long Duration { get; init; } = 1_000_000;
    public bool Error { get; init; }
    public Dictionary<string, string> Meta { get; init; } = [];
    public Dictionary<string, double> Metrics { get; init; } = [];

    public static byte[] V04(params TestSpan[] trace) => ManyV04([trace]);

    public static byte[] ManyV04(TestSpan[][] traces)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(traces.Length);
        foreach (var trace in traces)
        {
            writer.WriteArrayHeader(trace.Length);
            foreach (var span in trace)
                span.WriteMap(ref writer);
        }

        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static byte[] V05(params TestSpan[] only)
    {
        TestSpan[][] traces = [only];
        var strings = new List<string> { "" };
        int Number(string text)
        {
            if (!strings.Contains(text))
                strings.Add(text);
            return strings.IndexOf(text);
        }

        var spans = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(spans);
        writer.WriteArrayHeader(traces.Length);
        foreach (var trace in traces)
        {
            writer.WriteArrayHeader(trace.Length);
            foreach (var span in trace)
            {
                writer.WriteArrayHeader(12);
                writer.Write(Number(span.Service));
                writer.Write(Number(span.Name));
                writer.Write(Number(span.Resource));
                writer.Write(span.TraceId);
                writer.Write(span.Id);
                writer.Write(span.Parent);
                writer.Write(span.Start);
                writer.Write(span.Duration);
                writer.Write(span.Error ? 1 : 0);
                writer.WriteMapHeader(span.Meta.Count);
                foreach (var (key, value) in span.Meta)
                {
                    writer.Write(Number(key));
                    writer.Write(Number(value));
                }

                writer.WriteMapHeader(span.Metrics.Count);
                foreach (var (key, value) in span.Metrics)
                {
                    writer.Write(Number(key));
                    writer.Write(value);
                }

                writer.Write(Number(span.Type));
            }
        }

        writer.Flush();
        var whole = new ArrayBufferWriter<byte>();
        var head = new MessagePackWriter(whole);
        head.WriteArrayHeader(2);
        head.WriteArrayHeader(strings.Count);
        foreach (var text in strings)
            head.Write(text);
        head.Flush();
        whole.Write(spans.WrittenSpan);
        return whole.WrittenSpan.ToArray();
    }

    private void WriteMap(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(12);
        writer.Write("service");
        writer.Write(Service);
        writer.Write("name");
        writer.Write(Name);
        writer.Write("resource");
        writer.Write(Resource);
        writer.Write("type");
        writer.Write(Type);
        writer.Write("trace_id");
        writer.Write(TraceId);
        writer.Write("span_id");
        writer.Write(Id);
        writer.Write("parent_id");
        writer.Write(Parent);
        writer.Write("start");
        writer.Write(Start);
        writer.Write("duration");
        writer.Write(Duration);
        writer.Write("error");
        writer.Write(Error ? 1 : 0);
        writer.Write("meta");
        writer.WriteMapHeader(Meta.Count);
        foreach (var (key, value) in Meta)
        {
            writer.Write(key);
            writer.Write(value);
        }

        writer.Write("metrics");
        writer.WriteMapHeader(Metrics.Count);
        foreach (var (key, value) in Metrics)
        {
            writer.Write(key);
            writer.Write(value);
        }
    }
}
