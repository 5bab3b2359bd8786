using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DdRun.Sampling;

namespace DdRun.Runtime.Tests.Vectors;

/// <summary>Kinds of cases that <see cref="VectorDecisions"/> names.</summary>
internal static partial class VectorConditions
{
    public static bool Hold(string condition, VectorCase vector) => condition switch
    {
        "headers are spelled as in WSGI" =>
            (vector["headers"] as JsonObject ?? []).Any(h => h.Key.StartsWith("HTTP_", StringComparison.OrdinalIgnoreCase)),
        "the span id has more than 64 bits" => vector["expect"]?["span_id"]?.GetValue<string>() is { } id && !ulong.TryParse(id, out _),
        "a count is no whole number" => vector["packets"]!.AsArray().Any(p => FractionalCount().IsMatch(p!.GetValue<string>())),
        "a pattern matches Python's word for no service" => vector["span"]!.AsObject().TryGetPropertyValue("service", out var service) && service == null
            && vector["rule"]!["service"]?.GetValue<string>() is { } pattern && Glob.Matches(pattern, "None") && !Glob.Matches(pattern, ""),
        _ => throw new ArgumentException($"Nobody has said when {condition}."),
    };

    [GeneratedRegex(@"(?m):-?[0-9]*\.[0-9]*\|c")]
    private static partial Regex FractionalCount();
}
