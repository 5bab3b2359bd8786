namespace DdRun.Viewer.Keep;

/// <summary>How a payload is to be read; the numbers stand in files.</summary>
internal enum PayloadKind
{
    TracesV04 = 1,
    TracesV05 = 2,
    OtlpTraces = 3,
    OtlpMetrics = 4,
    OtlpLogs = 5,
    OtlpTracesJson = 6,
    OtlpMetricsJson = 7,
    OtlpLogsJson = 8,
    DogStatsd = 9,
}
