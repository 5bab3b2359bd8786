namespace DdRun.Viewer.Store;

/// <summary>A second of a series.</summary>
/// <param name="Second">Since 1970.</param>
/// <param name="Value">The sum of counts, the last gauge, the sum of a distribution.</param>
/// <param name="Count">How many values a distribution had.</param>
internal readonly record struct MetricPoint(long Second, double Value, double Min, double Max, long Count);
