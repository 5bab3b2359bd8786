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
        "the W3C flag keeps what the dd member drops" => vector["expect"]?["traceparent_kept"] != null && FlagAgainstMember(vector) == true,
        "the W3C flag drops what the dd member keeps" => vector["expect"]?["traceparent_kept"] != null && FlagAgainstMember(vector) == false,
        _ => throw new ArgumentException($"Nobody has said when {condition}."),
    };

    /// <summary>The sampled flag of a <c>traceparent</c> where a well-formed <c>dd</c> member says otherwise; null where both agree.</summary>
    public static bool? FlagAgainstMember(VectorCase vector)
    {
        if (Parent().Match(vector["headers"]?["traceparent"]?.ToString() ?? "") is not { Success: true } parent)
            return null;
        var member = (vector["headers"]?["tracestate"]?.ToString() ?? "").Split(',').LastOrDefault(m => m.Trim().StartsWith("dd=", StringComparison.Ordinal));
        var items = member?.Trim()[3..].Split(';') ?? [];
        var stated = items.LastOrDefault(i => i.StartsWith("s:", StringComparison.Ordinal));
        if (stated is null || !items.All(i => i.Contains(':', StringComparison.Ordinal)) || !int.TryParse(stated[2..], out var priority))
            return null;
        var flag = (Convert.ToInt32(parent.Groups[1].Value, 16) & 1) == 1;
        return flag == priority > 0 ? null : flag;
    }

    [GeneratedRegex("^\\s*[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-([0-9a-f]{2})")]
    private static partial Regex Parent();

    [GeneratedRegex(@"(?m):-?[0-9]*\.[0-9]*\|c")]
    private static partial Regex FractionalCount();
}
