using Serilog.Core;
using Serilog.Events;

namespace Logs;

internal sealed class PrintingSink : ILogEventSink
{
    public void Emit(LogEvent logEvent) => Console.WriteLine(
        $"serilog {logEvent.RenderMessage()} {Value(logEvent, "dd_trace_id")} {Value(logEvent, "dd_span_id")} {Value(logEvent, "dd_service")} {Value(logEvent, "dd_env")} {Value(logEvent, "dd_version")}");

    private static object? Value(LogEvent logEvent, string name) =>
        logEvent.Properties.TryGetValue(name, out var value) ? ((ScalarValue)value).Value : null;
}
