using System.Text.Json;

namespace DdRun.Viewer.Queries;

/// <summary>What is counted of things that belong together.</summary>
internal sealed class Group
{
    public long Errors { get; set; }

    public Percentiles Durations { get; } = new();

    public void Add(long duration, bool error)
    {
        Durations.Add(duration);
        if (error)
            Errors++;
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteNumber("count"u8, Durations.Count);
        writer.WriteNumber("errors"u8, Errors);
        writer.WriteNumber("total"u8, Durations.Sum);
        writer.WriteNumber("p50"u8, Durations.At(0.5));
        writer.WriteNumber("p95"u8, Durations.At(0.95));
        writer.WriteNumber("p99"u8, Durations.At(0.99));
        writer.WriteNumber("max"u8, Durations.At(1));
    }
}
