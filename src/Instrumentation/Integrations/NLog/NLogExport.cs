using System.Globalization;
using DdRun.Export.Otlp;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.NLog;

/// <summary>Sends NLog's events by OTLP.</summary>
internal sealed class NLogExport(LogExporter exporter)
{
    private readonly PropertyReader<object> _level = new("Level");
    private readonly PropertyReader<string> _levelName = new("Name");
    private readonly PropertyReader<string> _message = new("FormattedMessage");
    private readonly PropertyReader<string> _logger = new("LoggerName");
    private readonly PropertyReader<object> _time = new("TimeStamp");
    private readonly PropertyReader<object> _hasProperties = new("HasProperties");
    private readonly PropertyReader<IDictionary<object, object>> _properties = new("Properties");
    private readonly PropertyReader<Exception> _exception = new("Exception");

    public void Send(object logEvent)
    {
        var level = _level.Read(logEvent) is { } given ? _levelName.Read(given) ?? "" : "";
        var attributes = new LogAttributes();
        if (_hasProperties.Read(logEvent) is true && _properties.Read(logEvent) is { } properties)
        {
            foreach (var (key, value) in properties)
                if (Convert.ToString(key, CultureInfo.InvariantCulture) is { } name && !name.StartsWith("dd.", StringComparison.Ordinal))
                    attributes.Add(name, value);
        }
        attributes.Add(_exception.Read(logEvent));
        var time = _time.Read(logEvent) is DateTime stamp ? Clock.ToUnixNanoseconds(new DateTimeOffset(stamp)) : Clock.UtcNanoseconds();
        exporter.Add(new LogRecord(time, SeverityOf(level), level, TagText.Cut(_message.Read(logEvent) ?? ""), _logger.Read(logEvent) ?? "", attributes.All)
        {
            DroppedAttributes = attributes.Dropped,
        });
    }

    private static int SeverityOf(string level) => level switch
    {
        "Trace" => 1,
        "Debug" => 5,
        "Warn" => 13,
        "Error" => 17,
        "Fatal" => 21,
        _ => 9,
    };
}
