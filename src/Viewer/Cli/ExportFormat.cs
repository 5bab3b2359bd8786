namespace DdRun.Viewer.Cli;

/// <summary>How traces are written for others.</summary>
internal enum ExportFormat
{
    /// <summary>OTLP's JSON: an <c>ExportTraceServiceRequest</c>.</summary>
    Otlp,

    /// <summary>Datadog's: an array of traces, each an array of spans.</summary>
    Datadog,
}
