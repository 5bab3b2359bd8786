using System.Text;
using DdRun.Metrics;

namespace DdRun.Runtime.Tests.Metrics;

internal sealed class RecordingSink : MetricSink
{
    public Dictionary<string, double> Values { get; } = [];

    public override void Gauge(byte[] name, long value) => Values[Encoding.UTF8.GetString(name)] = value;

    public override void Gauge(byte[] name, double value) => Values[Encoding.UTF8.GetString(name)] = value;

    public override void Count(Total total) => Values[Encoding.UTF8.GetString(total.Name)] = total.Value;

    public override void Timing(byte[] name, double milliseconds) => Values[Encoding.UTF8.GetString(name)] = milliseconds;
}
