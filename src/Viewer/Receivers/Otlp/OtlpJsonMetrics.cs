using System.Text.Json;
using DdRun.Viewer.Receivers.Otlp.Wire;

namespace DdRun.Viewer.Receivers.Otlp;

/// <summary>A metric of OTLP's JSON.</summary>
internal static class OtlpJsonMetrics
{
    public static MetricRecord Metric(JsonElement json)
    {
        var metric = new MetricRecord
        {
            Name = OtlpJson.Text(json, "name"),
            Description = OtlpJson.Text(json, "description"),
            Unit = OtlpJson.Text(json, "unit"),
        };
        if (json.TryGetProperty("gauge", out var data))
        {
            metric.Gauge = new();
            foreach (var item in OtlpJson.Items(data, "dataPoints"))
                metric.Gauge.Points.Add(Number(item));
        }
        else if (json.TryGetProperty("sum", out data))
        {
            metric.Sum = new()
            {
                Temporality = (int)OtlpJson.Integer(data, "aggregationTemporality"),
                Monotonic = data.TryGetProperty("isMonotonic", out var monotonic) && monotonic.ValueKind == JsonValueKind.True,
            };
            foreach (var item in OtlpJson.Items(data, "dataPoints"))
                metric.Sum.Points.Add(Number(item));
        }
        else if (json.TryGetProperty("histogram", out data))
        {
            metric.Histogram = new() { Temporality = (int)OtlpJson.Integer(data, "aggregationTemporality") };
            foreach (var item in OtlpJson.Items(data, "dataPoints"))
                metric.Histogram.Points.Add(Distribution<HistogramPoint>(item));
        }
        else if (json.TryGetProperty("exponentialHistogram", out data))
        {
            metric.ExponentialHistogram = new() { Temporality = (int)OtlpJson.Integer(data, "aggregationTemporality") };
            foreach (var item in OtlpJson.Items(data, "dataPoints"))
                metric.ExponentialHistogram.Points.Add(Distribution<ExponentialPoint>(item));
        }
        else if (json.TryGetProperty("summary", out data))
        {
            metric.Summary = new();
            foreach (var item in OtlpJson.Items(data, "dataPoints"))
            {
                var point = new SummaryPoint { TimeNs = OtlpJson.Unsigned(item, "timeUnixNano"), Count = OtlpJson.Unsigned(item, "count") };
                if (item.TryGetProperty("sum", out var sum))
                    point.Sum = OtlpJson.Real(sum);
                OtlpJson.Attributes(item, point.Attributes);
                metric.Summary.Points.Add(point);
            }
        }

        return metric;
    }

    private static T Distribution<T>(JsonElement json)
        where T : IDistributionPoint, new()
    {
        var point = new T { TimeNs = OtlpJson.Unsigned(json, "timeUnixNano"), Count = OtlpJson.Unsigned(json, "count") };
        if (json.TryGetProperty("sum", out var sum))
            point.Sum = OtlpJson.Real(sum);
        if (json.TryGetProperty("min", out var min))
            point.Min = OtlpJson.Real(min);
        if (json.TryGetProperty("max", out var max))
            point.Max = OtlpJson.Real(max);
        OtlpJson.Attributes(json, point.Attributes);
        return point;
    }

    private static NumberPoint Number(JsonElement json)
    {
        var point = new NumberPoint { StartNs = OtlpJson.Unsigned(json, "startTimeUnixNano"), TimeNs = OtlpJson.Unsigned(json, "timeUnixNano") };
        if (json.TryGetProperty("asInt", out _))
            point.Integer = OtlpJson.Integer(json, "asInt");
        else if (json.TryGetProperty("asDouble", out var real))
            point.Real = OtlpJson.Real(real);
        OtlpJson.Attributes(json, point.Attributes);
        return point;
    }
}
