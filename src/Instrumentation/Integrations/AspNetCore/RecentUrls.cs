using DdRun.Export.MessagePack;
using Microsoft.AspNetCore.Http;

namespace DdRun.Instrumentation.Integrations.AspNetCore;

/// <summary>
/// The urls of paths that are asked for again and again, without a query: put together once, and found by the encoder as the same object.
/// </summary>
internal sealed class RecentUrls
{
    private const int Slots = 64, MaxChars = 256;

    private readonly Entry?[] _slots = new Entry?[Slots];
    private Turnover _turnover;

    public string? Find(HttpRequest request, string? host) =>
        request.Path.Value is { Length: > 0 } path && _slots[RecurringTexts.SlotOf(path, Slots)] is { } entry && entry.IsFor(request, host, path) ? entry.Url : null;

    /// <summary>Answers the url.</summary>
    public string Keep(HttpRequest request, string? host, string url)
    {
        if (request.Path.Value is not { Length: > 0 } path || url.Length > MaxChars)
            return url;
        ref var slot = ref _slots[RecurringTexts.SlotOf(path, Slots)];
        if (slot is null || _turnover.IsDue())
            slot = new(request.Scheme, host, request.PathBase.Value, path, url);
        return url;
    }

    private sealed class Entry(string scheme, string? host, string? pathBase, string path, string url)
    {
        public string Url => url;

        public bool IsFor(HttpRequest request, string? otherHost, string otherPath) =>
            path == otherPath && host == otherHost && scheme == request.Scheme && (pathBase ?? "") == (request.PathBase.Value ?? "");
    }
}
