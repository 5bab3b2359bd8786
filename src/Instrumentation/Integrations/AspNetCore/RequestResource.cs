using System.Runtime.CompilerServices;
using System.Text;
using DdRun.Instrumentation.Integrations.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace DdRun.Instrumentation.Integrations.AspNetCore;

/// <summary>What a request was for: <c>GET /orders/{id}</c>.</summary>
internal static class RequestResource
{
    private static readonly ConditionalWeakTable<Endpoint, EndpointTexts> s_texts = [];

    /// <summary>Answers what other requests have alike, where there is such.</summary>
    public static RouteTags? Apply(Span span, HttpRequest request, Endpoint endpoint)
    {
        var text = TextOf(endpoint);
        var tags = text.TagsOf(request.Method, span.Shared);
        span.Resource = (request.PathBase.HasValue ? null : tags?.Resource) ?? ResourceOf(request, text);
        if (tags is not null)
        {
            tags.Apply(span);
            return tags;
        }
        RouteTags.Store(span, text.DisplayName, text.Template, text.Function);
        return null;
    }

    public static string ResourceOf(HttpRequest request, Endpoint endpoint) => ResourceOf(request, TextOf(endpoint));

    private static string ResourceOf(HttpRequest request, EndpointTexts text)
    {
        var route = text.Constant ?? (text.Pattern is { } pattern ? Expand(pattern, request.RouteValues) : Clean(request.Path));
        return string.Concat(request.Method, " ", request.PathBase.HasValue ? request.PathBase.Value!.ToLowerInvariant() : "", route);
    }

    public static string WithoutRoute(string method, PathString path) => string.Concat(method, " ", Clean(path));

    /// <summary>The pattern with area, controller, action and page filled in, and without optional parts that the request left out.</summary>
    public static string Expand(RoutePattern pattern, RouteValueDictionary values)
    {
        var text = new StringBuilder();
        foreach (var segment in pattern.PathSegments)
        {
            var first = true;
            foreach (var part in segment.Parts)
            {
                var added = part switch
                {
                    RoutePatternLiteralPart literal => literal.Content,
                    RoutePatternSeparatorPart separator => separator.Content,
                    RoutePatternParameterPart parameter => Expand(parameter, values),
                    _ => null,
                };
                if (added is null)
                    continue;
                if (first)
                    text.Append('/');
                first = false;
                text.Append(added.ToLowerInvariant());
            }
        }
        return text.Length == 0 ? "/" : text.ToString();
    }

    private static string? Expand(RoutePatternParameterPart parameter, RouteValueDictionary values)
    {
        values.TryGetValue(parameter.Name, out var value);
        if (IsName(parameter.Name) && value is string name)
            return name;
        if (parameter.IsOptional && value is null)
            return null;
        var stars = parameter.IsCatchAll ? parameter.EncodeSlashes ? "*" : "**" : "";
        return string.Concat("{", stars, parameter.Name, parameter.IsOptional ? "?}" : "}");
    }

    /// <summary>Whether a parameter stands for code and not for data.</summary>
    public static bool IsName(string parameter) =>
        parameter.Equals("controller", StringComparison.OrdinalIgnoreCase)
        || parameter.Equals("action", StringComparison.OrdinalIgnoreCase)
        || parameter.Equals("area", StringComparison.OrdinalIgnoreCase)
        || parameter.Equals("page", StringComparison.OrdinalIgnoreCase);

    private static EndpointTexts TextOf(Endpoint endpoint) =>
        s_texts.TryGetValue(endpoint, out var known) ? known : s_texts.GetValue(endpoint, EndpointTexts.Of);

    private static string Clean(PathString path) => HttpResource.CleanPath((path.HasValue ? path.Value! : "/").ToLowerInvariant());
}
