using DdRun.Export.Otlp;
using DdRun.Tracing;
using Serilog.Core;
using Serilog.Events;

namespace DdRun.Instrumentation.Integrations.Serilog;

/// <summary>Sends log events by OTLP. The last enricher of a logger, so that it sees what the others added.</summary>
internal sealed class SerilogExport(LogExporter exporter) : ILogEventEnricher
{
    private const string Category = "SourceContext";

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        try
        {
            var attributes = new LogAttributes();
            var category = "";
            foreach (var (key, value) in logEvent.Properties)
            {
                if (key == Category && value is ScalarValue { Value: string name })
                    category = name;
                else if (!key.StartsWith("dd_", StringComparison.Ordinal))
                    attributes.Add(key, Plain(value));
            }
            attributes.Add(logEvent.Exception);
            exporter.Add(new LogRecord(
                (logEvent.Timestamp.UtcTicks - DateTime.UnixEpoch.Ticks) * 100, 1 + 4 * (int)logEvent.Level, logEvent.Level.ToString(),
                TagText.Cut(logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture)), category, attributes.All)
            {
                DroppedAttributes = attributes.Dropped,
            });
        }
        catch (Exception e)
        {
            Diagnostics.Log.Debug($"A log event could not be sent: {e.Message}");
        }
    }

    private static object? Plain(LogEventPropertyValue value) => value switch
    {
        ScalarValue scalar => scalar.Value,
        SequenceValue sequence => Array.ConvertAll([.. sequence.Elements], Plain),
        _ => value.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
    };
}
