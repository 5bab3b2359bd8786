namespace DdRun.Viewer.Cli;

internal static class ExportFormats
{
    /// <summary><c>otlp</c> or <c>datadog</c>, in any case; null for anything else.</summary>
    public static ExportFormat? Parse(string? name) => name?.ToLowerInvariant() switch
    {
        "otlp" => ExportFormat.Otlp,
        "datadog" => ExportFormat.Datadog,
        _ => null,
    };
}
