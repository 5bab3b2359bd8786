using DdRun.Viewer.Receivers.Otlp.Wire;
using DdRun.Viewer.Store;
using Google.Protobuf.Collections;

namespace DdRun.Viewer.Receivers.Otlp;

/// <summary>OTLP's metrics into the store.</summary>
internal static class OtlpMetrics
{
    private const int Cumulative = 2;

    public static int Take(MetricExport export, MetricStore store)
    {
        var count = 0;
        foreach (var group in export.Groups)
        {
            var origin = new OtlpOrigin(group.Origin);
            foreach (var library in group.Libraries)
                foreach (var metric in library.Metrics)
                    count += Take(metric, origin, store);
        }

        return count;
    }

    private static int Take(MetricRecord metric, OtlpOrigin origin, MetricStore store)
    {
        switch (metric.DataCase)
        {
            case MetricRecord.DataOneofCase.Gauge:
                return Numbers(metric.Gauge.Points, MetricKind.Gauge);
            case MetricRecord.DataOneofCase.Sum:
                var sum = metric.Sum;
                return Numbers(sum.Points, !sum.Monotonic ? MetricKind.Gauge : sum.Temporality == Cumulative ? MetricKind.Total : MetricKind.Count);
            case MetricRecord.DataOneofCase.Histogram:
                foreach (var point in metric.Histogram.Points)
                    Spread(point.Attributes, point.TimeNs, point.Sum, point.HasMin ? point.Min : null, point.HasMax ? point.Max : null, point.Count,
                        metric.Histogram.Temporality == Cumulative);
                return metric.Histogram.Points.Count;
            case MetricRecord.DataOneofCase.ExponentialHistogram:
                foreach (var point in metric.ExponentialHistogram.Points)
                    Spread(point.Attributes, point.TimeNs, point.Sum, point.HasMin ? point.Min : null, point.HasMax ? point.Max : null, point.Count,
                        metric.ExponentialHistogram.Temporality == Cumulative);
                return metric.ExponentialHistogram.Points.Count;
            case MetricRecord.DataOneofCase.Summary:
                foreach (var point in metric.Summary.Points)
                    Spread(point.Attributes, point.TimeNs, point.Sum, null, null, point.Count, true);
                return metric.Summary.Points.Count;
            default:
                return 0;
        }

        int Numbers(RepeatedField<NumberPoint> points, MetricKind kind)
        {
            foreach (var point in points)
            {
                var value = point.NumberCase == NumberPoint.NumberOneofCase.Integer ? point.Integer : point.Real;
                if (!double.IsFinite(value))
                    continue;
                var series = Series(point.Attributes, kind);
                if (kind == MetricKind.Total)
                    store.Begin(series, (long)point.StartNs, Time(point.TimeNs));
                store.Add(series, Time(point.TimeNs), value);
            }

            return points.Count;
        }

        void Spread(RepeatedField<KeyedValue> attributes, ulong time, double sum, double? min, double? max, ulong count, bool isTotal)
        {
            if (!double.IsFinite(sum) || count == 0)
                return;
            var mean = sum / count;
            store.Add(Series(attributes, MetricKind.Distribution), Time(time), sum, min ?? mean, max ?? mean, (long)count, isTotal);
        }

        MetricSeries Series(RepeatedField<KeyedValue> attributes, MetricKind kind)
        {
            var tags = new List<KeyValuePair<string, string>>(attributes.Count + 4) { new("service", origin.Service) };
            tags.AddRange(origin.Tags);
            foreach (var attribute in attributes)
                tags.Add(new(attribute.Key, OtlpValues.Text(attribute.Value)));
            return store.Series(metric.Name, MetricTags.Join(tags), kind, metric.Unit);
        }

        static long Time(ulong nanoseconds) => nanoseconds == 0 ? Clock.Now : (long)nanoseconds;
    }
}
