using System.Text;

namespace DdRun.Metrics;

internal static class MetricText
{
    /// <summary>As it is sent. Not a literal of bytes: those are spans, and for these alone a small app would have more pages of the framework.</summary>
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
