using DdRun.Tracing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace DdRun.Libraries.AspNetCore;

/// <summary>The texts of one endpoint that are the same for every request.</summary>
internal sealed class RouteText
{
    private const int MaxKinds = 8;

    private RouteTags[] _tags = [];

    private RouteText(Endpoint endpoint)
    {
        DisplayName = endpoint.DisplayName;
        Pattern = (endpoint as RouteEndpoint)?.RoutePattern;
        Template = Pattern?.RawText?.ToLowerInvariant();
        if (Pattern is not null && IsConstant(Pattern))
            Constant = Route.Expand(Pattern, []);
    }

    public string? DisplayName { get; }
    public RoutePattern? Pattern { get; }
    public string? Template { get; }

    /// <summary>What the pattern expands to, where that does not depend on the request's route values.</summary>
    public string? Constant { get; }

    public static RouteText Of(Endpoint endpoint) => new(endpoint);

    /// <summary>Null for what has nothing in common with other requests, and for too many different ones: clients send what they like.</summary>
    public RouteTags? TagsOf(string method, SharedTags? ofKind)
    {
        var all = _tags;
        foreach (var known in all)
            if (ReferenceEquals(known.OfKind, ofKind))
                return known;
        if (ofKind is null || all.Length == MaxKinds)
            return null;
        var tags = new RouteTags(ofKind, Constant is null ? null : method + " " + Constant, DisplayName, Template);
        _tags = [.. all, tags];
        return tags;
    }

    private static bool IsConstant(RoutePattern pattern)
    {
        foreach (var parameter in pattern.Parameters)
            if (parameter.IsOptional || Route.IsName(parameter.Name))
                return false;
        return true;
    }
}
