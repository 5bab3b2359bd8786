using System.Globalization;
using DdRun.Instrumentation.Integrations.NLog;
using NLog;

namespace DdRun.Integrations.Tests.Lending;

/// <summary>An event that a program makes itself, and logs more than once.</summary>
internal sealed class LentLogEvent : LentObject
{
    private readonly NLogEvents _lender = new();
    private readonly LogEventInfo _event = new(LogLevel.Info, "kitchen", "the oven is hot") { TimeStamp = DateTime.UnixEpoch };

    public LentLogEvent(bool withProperties)
    {
        if (!withProperties)
            return;
        _event.Properties["own"] = "value";
        _event.Properties[7] = "number";
    }

    public override IReadOnlyList<string> Plain => Dump(_event);

    public override string Look() => string.Join('\n', [_event.HasProperties ? "with properties" : "without", .. Dump(_event)]);

    public override Task<IReadOnlyList<string>> Send(Span span) => Task.FromResult<IReadOnlyList<string>>(Dump((LogEventInfo)_lender.Lend(_event, null)!));

    public override bool IsContext(string name) => name.StartsWith("dd.", StringComparison.Ordinal);

    public override IEnumerable<string> Context(Span span) =>
        [$"dd.trace_id: {span.TraceId:x32}", $"dd.span_id: {span.SpanId.ToString(CultureInfo.InvariantCulture)}", "dd.service: tests", "dd.env: here", "dd.version: 1.2.3"];

    // Asking for the properties makes some.
    private static List<string> Dump(LogEventInfo info) =>
    [
        $"{info.LoggerName}: {info.Level} {info.FormattedMessage} {info.TimeStamp:O}",
        .. info.HasProperties ? info.Properties.Select(property => $"{property.Key}: {property.Value}") : [],
    ];
}
