using DdRun.Tracing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace DdRun.Instrumentation.Integrations.AspNetCore;

/// <summary>The texts of one endpoint that are the same for every request.</summary>
internal sealed class EndpointTexts
{
    private const int MaxKinds = 8;

    private RouteTags[] _tags = [];
    private Turnover _turnover;

    private EndpointTexts(Endpoint endpoint)
    {
        DisplayName = endpoint.DisplayName;
        Function = EndpointFunction.Of(endpoint);
        Pattern = (endpoint as RouteEndpoint)?.RoutePattern;
        Template = Pattern?.RawText?.ToLowerInvariant();
        if (Pattern is not null && IsConstant(Pattern))
            Constant = RequestResource.Expand(Pattern, []);
    }

    public string? DisplayName { get; }

    /// <summary>The method that answers, where somebody asks for it.</summary>
    public string? Function { get; }

    public RoutePattern? Pattern { get; }
    public string? Template { get; }

    /// <summary>What the pattern expands to, where that does not depend on the request's route values.</summary>
    public string? Constant { get; }

    public static EndpointTexts Of(Endpoint endpoint) => new(endpoint);

    /// <summary>Null for a kind that comes too seldom.</summary>
    /// <param name="method">Of the request.</param>
    /// <param name="ofKind">What <see cref="RequestKinds"/> gave, if it still is the span's.</param>
    public RouteTags? TagsOf(string method, SharedTags? ofKind)
    {
        if (ofKind is null)
            return null;
        var all = _tags;
        foreach (var known in all)
            if (ReferenceEquals(known.OfKind, ofKind))
                return known;
        if (all.Length == MaxKinds && !_turnover.IsDue())
            return null;
        var tags = new RouteTags(ofKind, Constant is null ? null : method + " " + Constant, DisplayName, Template, Function);
        _tags = [.. all.Length == MaxKinds ? all[1..] : all, tags];
        return tags;
    }

    private static bool IsConstant(RoutePattern pattern)
    {
        foreach (var parameter in pattern.Parameters)
            if (parameter.IsOptional || RequestResource.IsName(parameter.Name))
                return false;
        return true;
    }
}
