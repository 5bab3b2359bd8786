using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.AspNetCore;

/// <summary>What requests of one kind to one endpoint have alike: their resource, and most of their tags.</summary>
internal sealed class RouteTags
{
    private const int MaxStatuses = 16;
    private const string Endpoint = "aspnet_core.endpoint", HttpRoute = "http.route", AspNetCoreRoute = "aspnet_core.route";

    private readonly SharedTags _tags;
    private (int Status, SharedTags Tags)[] _withStatus = [];
    private Turnover _turnover;

    public RouteTags(SharedTags ofKind, string? resource, string? endpoint, string? template, string? function)
    {
        (OfKind, Resource) = (ofKind, resource);
        List<KeyValuePair<string, object>> tags = [];
        if (endpoint is not null)
            tags.Add(new(Endpoint, endpoint));
        if (template is not null)
        {
            tags.Add(new(HttpRoute, template));
            tags.Add(new(AspNetCoreRoute, template));
        }
        if (function is not null)
            tags.Add(new(FunctionName.Tag, function));
        _tags = new(ofKind, tags);
    }

    /// <summary>What <see cref="RequestKinds"/> gave.</summary>
    public SharedTags OfKind { get; }

    /// <summary>Null where it depends on the request.</summary>
    public string? Resource { get; }

    /// <summary>The same tags, for a request that shares them with no other.</summary>
    public static void Store(Span span, string? endpoint, string? template, string? function)
    {
        span.Store(Endpoint, endpoint);
        if (function is not null)
            span.Store(FunctionName.Tag, function);
        if (template is null)
            return;
        span.Store(HttpRoute, template);
        span.Store(AspNetCoreRoute, template);
    }

    public void Apply(Span span) => span.SetSharedTags(_tags);

    /// <summary>Adds <c>http.status_code</c>; answers false for one that comes too seldom.</summary>
    public bool TryApplyStatus(Span span, int status)
    {
        var all = _withStatus;
        foreach (var (known, tags) in all)
        {
            if (known != status)
                continue;
            span.SetSharedTags(tags);
            return true;
        }
        if (all.Length == MaxStatuses && !_turnover.IsDue())
            return false;
        var made = new SharedTags(_tags, new KeyValuePair<string, object>(RequestTags.Status, RequestTags.StatusText(status)));
        _withStatus = [.. all.Length == MaxStatuses ? all[1..] : all, (status, made)];
        span.SetSharedTags(made);
        return true;
    }
}
