using System.Buffers;
using System.Text.Json;
using DdRun.Viewer.Keep;
using DdRun.Viewer.Receivers;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Exchange;

/// <summary>JSON of OTLP (traces, metrics, logs) or of Datadog into the stores; several values one after the other, as in lines, too.</summary>
internal static class Import
{
    private const int MaxDepth = 64;

    /// <summary>Whether a file holds JSON, by the way it begins.</summary>
    public static bool IsJson(string file)
    {
        using var stream = File.OpenRead(file);
        int next;
        do
            next = stream.ReadByte();
        while (next is ' ' or '\t' or '\r' or '\n' or 0xef or 0xbb or 0xbf);
        return next is '{' or '[';
    }

    /// <returns>How many spans came.</returns>
    /// <exception cref="FormatException">It is something else. What stands before is taken.</exception>
    public static long Take(Stores stores, ReadOnlyMemory<byte> json, PayloadKeeper? keeper)
    {
        var before = Received(stores);
        if (json.Span.StartsWith((ReadOnlySpan<byte>)[0xef, 0xbb, 0xbf]))
            json = json[3..];
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = MaxDepth });
        try
        {
            while (reader.Read())
            {
                var start = (int)reader.TokenStartIndex;
                using var document = JsonDocument.ParseValue(ref reader);
                Take(stores, document.RootElement, json[start..(int)reader.BytesConsumed], keeper);
            }
        }
        catch (JsonException exception)
        {
            throw new FormatException($"line {exception.LineNumber + 1}: {exception.Message}", exception);
        }

        return Received(stores) - before;
    }

    private static long Received(Stores stores)
    {
        lock (stores.Spans.Gate)
            return stores.Spans.Received;
    }

    private static void Take(Stores stores, JsonElement root, ReadOnlyMemory<byte> json, PayloadKeeper? keeper)
    {
        if (root.ValueKind == JsonValueKind.Object)
        {
            var isKnown = Otlp("resourceSpans", PayloadKind.OtlpTracesJson);
            isKnown |= Otlp("resourceMetrics", PayloadKind.OtlpMetricsJson);
            isKnown |= Otlp("resourceLogs", PayloadKind.OtlpLogsJson);
            if (isKnown)
                return;
            if (root.TryGetProperty("traces", out var traces))
                root = traces;
        }

        if (root.ValueKind != JsonValueKind.Array || !root.EnumerateArray().All(static trace => trace.ValueKind == JsonValueKind.Array))
            throw new FormatException("this is neither OTLP (resourceSpans, resourceMetrics, resourceLogs) nor traces of Datadog ([[{ span }, …], …])");
        Add(PayloadKind.TracesV04, DatadogJson.ToMessagePack(root));

        bool Otlp(string name, PayloadKind kind)
        {
            if (!root.TryGetProperty(name, out _))
                return false;
            Add(kind, json);
            return true;
        }

        void Add(PayloadKind kind, ReadOnlyMemory<byte> body)
        {
            PayloadReader.Take(stores, kind, body, Clock.Now);
            keeper?.Add(kind, body.Span);
        }
    }
}
