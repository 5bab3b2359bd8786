using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace DdRun.Export;

#pragma warning disable CA1001 // It lives as long as the process.
/// <summary>The tracer's own metrics as instruments of a meter, for whoever listens to that. For one thread.</summary>
internal sealed class HealthMeter
{
    public const string Name = "dd-run";

    private readonly Meter _meter = new(Name);
    private readonly Dictionary<string, Counter<long>> _counters = [];
    private readonly Dictionary<string, Histogram<long>> _histograms = [];
    private readonly Dictionary<string, StrongBox<double>> _levels = [];

    /// <param name="name">Of the counter.</param>
    /// <param name="value">What comes to it.</param>
    /// <param name="tags">Keys and values in turn.</param>
    public void Count(string name, long value, string[] tags)
    {
        if (!_counters.TryGetValue(name, out var counter))
            _counters.Add(name, counter = _meter.CreateCounter<long>(name, Unit(name)));
        var pairs = new KeyValuePair<string, object?>[tags.Length / 2];
        for (var i = 0; i < pairs.Length; i++)
            pairs[i] = new(tags[i * 2], tags[i * 2 + 1]);
        counter.Add(value, pairs);
    }

    public void Distribute(string name, long value)
    {
        if (!_histograms.TryGetValue(name, out var histogram))
            _histograms.Add(name, histogram = _meter.CreateHistogram<long>(name, Unit(name)));
        histogram.Record(value);
    }

    /// <summary>Sets a gauge.</summary>
    public void Set(string name, double value)
    {
        if (_levels.TryGetValue(name, out var level))
        {
            Volatile.Write(ref level.Value, value);
            return;
        }
        var added = new StrongBox<double>(value);
        _levels.Add(name, added);
        _meter.CreateObservableGauge(name, () => Volatile.Read(ref added.Value));
    }

    // "…http.requests" counts {request}, "…sent.bytes" By.
    private static string Unit(string name)
    {
        var last = name[(name.LastIndexOf('.') + 1)..];
        return last == "bytes" ? "By" : "{" + last[..^1] + "}";
    }
}
