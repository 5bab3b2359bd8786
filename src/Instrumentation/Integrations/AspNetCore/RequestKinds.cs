using DdRun.Export.MessagePack;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.AspNetCore;

/// <summary>What requests by the same method to the same host have alike, before anybody knows for whom they are.</summary>
internal static class RequestKinds
{
    // Clients may send any method and any host.
    private const int Slots = 64;

    private static readonly Kind?[] s_slots = new Kind?[Slots];
    private static Turnover s_turnover;

    /// <summary>Null for a kind that comes too seldom.</summary>
    public static SharedTags? TagsOf(string method, string? host)
    {
        if (method.Length == 0)
            return null;
        ref var slot = ref s_slots[RecurringTexts.SlotOf(method, Slots) ^ (string.IsNullOrEmpty(host) ? 0 : RecurringTexts.SlotOf(host, Slots))];
        var kind = slot;
        if (kind is not null && Span.Same(kind.Method, method) && kind.Host == host)
            return kind.Tags;
        if (kind is not null && !s_turnover.IsDue())
            return null;
        slot = kind = new Kind(method, host, Make(method, host));
        return kind.Tags;
    }

    private static SharedTags Make(string method, string? host)
    {
        List<KeyValuePair<string, object>> tags = [new("span.kind", "server"), new("component", "aspnet_core"), new("http.method", method)];
        if (host is not null)
            tags.Add(new(RequestTags.Host, host));
        return new SharedTags(tags);
    }

    private sealed record Kind(string Method, string? Host, SharedTags Tags);
}
