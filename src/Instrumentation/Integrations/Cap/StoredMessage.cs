using DdRun.Instrumentation.Integrations.Headers;
using DdRun.Instrumentation.Integrations.Lending;
using DdRun.Probes;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Cap;

/// <summary>The message that is stored: with headers of its own, and the context of the span that publishes it.</summary>
internal sealed class StoredMessage : ILender
{
    private readonly PropertyReader<IDictionary<string, string?>> _headers = new("Headers");

    public object? Lend(object? value, object? other)
    {
        // Storages may call each other.
        if (value is null || ActiveSpan.Current is not { IsRemote: false, Name: CapSpan.Publish } span || _headers.Read(value) is not { } own)
            return null;
        var headers = new Dictionary<string, string?>(own, StringComparer.Ordinal);
        SentContext.Write(SentContext.Of(span), new TextHeaders(headers));
        var copy = PrivateCopy.Of(value);
        value.GetType().GetProperty("Headers")!.SetValue(copy, headers);
        return copy;
    }
}
