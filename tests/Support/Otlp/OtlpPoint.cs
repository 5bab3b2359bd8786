namespace DdRun.Testing.Otlp;

/// <summary>A data point of a metric as an OTLP receiver got it.</summary>
public sealed record OtlpPoint
{
    public Dictionary<string, object?> Resource { get; init; } = [];
    public string ScopeName { get; init; } = "";
    public string Metric { get; init; } = "";
    public string Unit { get; init; } = "";
    public string Description { get; init; } = "";

    /// <summary><c>gauge</c>, <c>sum</c> or <c>histogram</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>1 = delta, 2 = cumulative, 0 = a gauge.</summary>
    public long Temporality { get; set; }

    public bool Monotonic { get; set; }
    public Dictionary<string, object?> Attributes { get; } = [];
    public ulong Start { get; set; }
    public ulong Time { get; set; }
    public double Value { get; set; }
    public bool IsInteger { get; set; }
    public ulong Count { get; set; }
    public double Sum { get; set; }
    public double? Min { get; set; }
    public double? Max { get; set; }
    public List<ulong> Buckets { get; } = [];
    public List<double> Bounds { get; } = [];
    public List<(string TraceId, string SpanId, double Value)> Exemplars { get; } = [];
}
