using DdRun.Instrumentation.Integrations.Lending;
using DdRun.Probes;
using DdRun.Propagation;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.AzureMessaging;

/// <summary>
/// What the library has made of a message to put it on the wire, which nobody else sees: the library itself says <c>traceparent</c>, and this the same in
/// those styles that are configured besides.
/// </summary>
internal sealed class SentMessage : ILender
{
    private static readonly PropertyReader<IDictionary<string, object>> s_properties = new("ApplicationProperties");

    private WireProperties? _wire;

    /// <param name="value">What goes onto the wire.</param>
    /// <param name="other">The application's message.</param>
    public object? Lend(object? value, object? other)
    {
        if (value is null || s_properties.Read(other) is not { } own || Context(own) is not { } context)
            return null;
        var wire = _wire ??= new(value.GetType());
        var map = wire.Of(value);
        Propagator.Inject(context, (wire, map, own), static (to, name, header) =>
        {
            if (!to.own.ContainsKey(name))
                to.wire.Set(to.map, name, header);
        });
        return value;
    }

    private static SpanContext? Context(IDictionary<string, object> own)
    {
        if (TraceContextStyle.Extract(new DelegateHeaders<IDictionary<string, object>>(own, static (from, name) => from.TryGetValue(name, out var value) ? value as string : null)) is not { } said)
            return null;
        // The message's own span has ended; whatever else there is to say of its trace is here.
        if (ActiveSpan.Current is not { IsRemote: false } span || span.TraceId != said.TraceId)
            return said;
        var context = SentContext.Of(span);
        context.SpanId = said.SpanId;
        return context;
    }
}
