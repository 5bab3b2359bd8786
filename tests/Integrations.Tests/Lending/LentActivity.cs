using System.Diagnostics;
using DdRun.Instrumentation.Integrations.Lending;

namespace DdRun.Integrations.Tests.Lending;

/// <summary>An activity of the program's whose baggage and state go out with everything that is sent inside it, and the baggage of the trace itself.</summary>
internal sealed class LentActivity : LentObject
{
    private readonly Activity _activity = new Activity("the program's") { TraceStateString = "vendor=own" }.AddBaggage("tenant", "seven").AddTag("own", "tag").Start();
    private readonly Baggage _shared;
    private readonly Span _root = Tracer.Trace("root");

    public LentActivity()
    {
        _shared = _root.Context.Baggage;
        _shared.Set("room", "kitchen");
    }

    public override IReadOnlyList<string> Plain => ["baggage: room=kitchen,tenant=seven"];

    public override string Look() => string.Join('\n',
    [
        _activity.TraceStateString ?? "",
        .. _activity.Baggage.Select(item => $"{item.Key}={item.Value}"),
        .. _activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"),
        .. _shared.Select(item => $"{item.Key}={item.Value}"),
    ]);

    public override Task<IReadOnlyList<string>> Send(Span span)
    {
        var headers = new List<KeyValuePair<string, string>>();
        Propagator.Inject(SentContext.Of(span, _activity), headers, static (to, name, value) => to.Add(new(name, value)));
        Assert.EndsWith(",vendor=own", headers.Single(header => header.Key == "tracestate").Value, StringComparison.Ordinal);
        return Task.FromResult<IReadOnlyList<string>>([.. headers.Select(header => $"{header.Key}: {header.Value}")]);
    }

    public override void Dispose()
    {
        _root.Dispose();
        _activity.Dispose();
        base.Dispose();
    }
}
