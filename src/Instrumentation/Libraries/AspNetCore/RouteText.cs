using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace DdRun.Libraries.AspNetCore;

/// <summary>The texts of one endpoint that are the same for every request.</summary>
internal sealed class RouteText
{
    private readonly string? _constant;
    private KeyValuePair<string, string>[] _resources = [];

    private RouteText(Endpoint endpoint)
    {
        DisplayName = endpoint.DisplayName;
        Pattern = (endpoint as RouteEndpoint)?.RoutePattern;
        Template = Pattern?.RawText?.ToLowerInvariant();
        if (Pattern is not null && IsConstant(Pattern))
            _constant = Route.Expand(Pattern, []);
    }

    public string? DisplayName { get; }
    public RoutePattern? Pattern { get; }
    public string? Template { get; }

    public static RouteText Of(Endpoint endpoint) => new(endpoint);

    /// <summary>The resource where it does not depend on the request's route values.</summary>
    public string? ResourceOf(string method)
    {
        if (_constant is null)
            return null;
        var resources = _resources;
        foreach (var (known, resource) in resources)
            if (ReferenceEquals(known, method) || known == method)
                return resource;
        var made = method + " " + _constant;
        // Methods are whatever clients send.
        if (resources.Length < 8)
            _resources = [.. resources, new(method, made)];
        return made;
    }

    private static bool IsConstant(RoutePattern pattern)
    {
        foreach (var parameter in pattern.Parameters)
            if (parameter.IsOptional || Route.IsName(parameter.Name))
                return false;
        return true;
    }
}
