using System.IO.Pipelines;
using System.Text.Json;
using DdRun.Viewer.Cli;
using DdRun.Viewer.Queries;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Exchange;

/// <summary>Traces as JSON that other programs read, and this one too.</summary>
internal static class Export
{
    private const int FlushBytes = 1 << 20;

    /// <summary>The numbers of the newest traces that are asked for, the oldest of them first.</summary>
    public static List<long> Find(TraceQuery query, int limit)
    {
        var numbers = new List<long>();
        if (limit > 0)
        {
            query.Visit((number, _) =>
            {
                numbers.Add(number);
                return numbers.Count < limit;
            });
        }

        numbers.Reverse();
        return numbers;
    }

    /// <summary>Writes the traces; one that has made room for newer ones meanwhile is left out.</summary>
    public static async Task WriteAsync(PipeWriter output, SpanStore store, IReadOnlyList<long> numbers, ExportFormat format, CancellationToken stop)
    {
        await using var writer = new Utf8JsonWriter(output);
        if (format == ExportFormat.Otlp)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("resourceSpans"u8);
        }
        else
        {
            writer.WriteStartArray();
        }

        foreach (var number in numbers)
        {
            Write(writer, store, number, format);
            if (writer.BytesPending < FlushBytes)
                continue;
            // Outside the store's gate: nobody waits under it for a slow reader.
            writer.Flush();
            await output.FlushAsync(stop);
        }

        writer.WriteEndArray();
        if (format == ExportFormat.Otlp)
            writer.WriteEndObject();
        writer.Flush();
        await output.FlushAsync(stop);
    }

    private static void Write(Utf8JsonWriter writer, SpanStore store, long number, ExportFormat format)
    {
        lock (store.Gate)
        {
            if (number < store.Rows.First || number >= store.Rows.End)
                return;
            ref var row = ref store.Rows[number];
            if (row.Spans == 0)
                return;
            var nodes = new TraceShape(TraceDetail.Spans(store, row)).Nodes;
            if (format == ExportFormat.Otlp)
                OtlpWriting.Write(writer, store, row, nodes);
            else
                DatadogWriting.Write(writer, row, nodes);
        }
    }
}
