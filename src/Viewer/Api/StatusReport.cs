using System.Text.Json;
using DdRun.Viewer.Receivers.Statsd;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Api;

/// <summary>What has come in, what is kept, and what had to go.</summary>
internal static class StatusReport
{
    public static void Write(Utf8JsonWriter writer, Stores stores, StatsdListener[] statsd)
    {
        writer.WriteStartObject();
        writer.WriteNumber("now"u8, Clock.Now);
        writer.WriteNumber("started"u8, stores.Started);
        writer.WriteNumber("version"u8, stores.Version);
        writer.WriteNumber("malformed"u8, stores.Malformed + statsd.Sum(listener => listener.Malformed));
        writer.WriteStartObject("memory"u8);
        lock (stores.Spans.Gate)
        {
            writer.WriteNumber("spans"u8, stores.Spans.Memory);
            writer.WriteNumber("metrics"u8, stores.Metrics.Memory);
            writer.WriteNumber("logs"u8, stores.Logs.Memory);
            writer.WriteNumber("limit"u8, stores.Limit);
            writer.WriteEndObject();
            writer.WriteNumber("traces"u8, stores.Spans.Traces);
            writer.WriteNumber("end"u8, stores.Spans.Rows.End);
            Counts("spans"u8, stores.Spans.Received, stores.Spans.Kept, stores.Spans.Dropped);
        }

        lock (stores.Metrics.Gate)
            Counts("metrics"u8, stores.Metrics.Received, stores.Metrics.All.Count, stores.Metrics.Dropped);
        lock (stores.Logs.Gate)
            Counts("logs"u8, stores.Logs.Received, stores.Logs.Count, stores.Logs.Dropped);
        writer.WriteEndObject();

        void Counts(ReadOnlySpan<byte> name, long received, long kept, long dropped)
        {
            writer.WriteStartObject(name);
            writer.WriteNumber("received"u8, received);
            writer.WriteNumber("kept"u8, kept);
            writer.WriteNumber("dropped"u8, dropped);
            writer.WriteEndObject();
        }
    }
}
