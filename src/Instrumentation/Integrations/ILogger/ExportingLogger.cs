using DdRun.Export.Otlp;
using DdRun.Tracing;
using Microsoft.Extensions.Logging;

namespace DdRun.Instrumentation.Integrations.ILogger;

/// <summary>Sends the records of one category.</summary>
internal sealed class ExportingLogger(string category, ExportingProvider provider) : Microsoft.Extensions.Logging.ILogger
{
    private const string Template = "{OriginalFormat}";

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Trace and < LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        try
        {
            var attributes = new LogAttributes();
            Add(attributes, state);
            attributes.Add(exception);
            if (eventId.Id != 0)
                attributes.Add("event.id", eventId.Id);
            if (eventId.Name is { Length: > 0 } name)
                attributes.Add("event.name", name);
            provider.Scopes?.ForEachScope(static (scope, all) => Add(all, scope), attributes);
            provider.Exporter.Add(new LogRecord(
                Clock.UtcNanoseconds(), SeverityOf(logLevel), logLevel.ToString(), TagText.Cut(formatter(state, exception) ?? ""), category, attributes.All)
            {
                DroppedAttributes = attributes.Dropped,
            });
        }
        catch (Exception e)
        {
            Diagnostics.Log.Debug($"A log record of '{category}' could not be sent: {e.Message}");
        }
    }

    private static void Add(LogAttributes attributes, object? values)
    {
        // What correlates other sinks' records stands in fields of their own here.
        if (values is TraceScope || values is not IEnumerable<KeyValuePair<string, object?>> pairs)
            return;
        foreach (var (key, value) in pairs)
            if (key != Template)
                attributes.Add(key, value);
    }

    private static int SeverityOf(LogLevel level) => 1 + 4 * (int)level;
}
