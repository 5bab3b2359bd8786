using DdRun.Diagnostics;
using DdRun.Jit;
using DdRun.Json;
using DdRun.Tracing;

namespace DdRun.Export.Datadog.Agent;

/// <summary>Traces that the agent would throw away: a tracer that counts statistics has to leave them out itself.</summary>
internal sealed class AgentFilters
{
    private readonly List<(string Key, string? Value)> _required = [];
    private readonly List<(string Key, string? Value)> _rejected = [];
    private readonly List<(string Key, AgentPattern? Value)> _requiredPatterns = [];
    private readonly List<(string Key, AgentPattern? Value)> _rejectedPatterns = [];
    private readonly List<AgentPattern> _resources = [];

    private AgentFilters()
    {
    }

    public static AgentFilters Parse(JsonObject info)
    {
        var filters = new AgentFilters();
        if (info.Object("filter_tags") is { } exact)
        {
            foreach (var text in exact.Texts("require"))
                filters._required.Add(Split(text));
            foreach (var text in exact.Texts("reject"))
                filters._rejected.Add(Split(text));
        }
        if (info.Object("filter_tags_regex") is { } patterns)
        {
            AddPatterns(filters._requiredPatterns, patterns.Texts("require"));
            AddPatterns(filters._rejectedPatterns, patterns.Texts("reject"));
        }
        foreach (var text in info.Texts("ignore_resources"))
        {
            if (AgentPattern.TryMake(text) is { } pattern)
                filters._resources.Add(pattern);
        }
        return filters;
    }

    /// <summary>What takes too long to look at is kept.</summary>
    public bool Drops(Span root) =>
        _resources.Exists(pattern => pattern.IsMatch(root.Resource, otherwise: false))
        || _rejected.Exists(tag => Has(root, tag)) || _rejectedPatterns.Exists(tag => Has(root, tag, otherwise: false))
        || !_required.TrueForAll(tag => Has(root, tag)) || !_requiredPatterns.TrueForAll(tag => Has(root, tag, otherwise: true));

    private static bool Has(Span root, (string Key, string? Value) tag) =>
        ValueOf(root, tag.Key) is { } value && (tag.Value is null || value == tag.Value);

    private static bool Has(Span root, (string Key, AgentPattern? Value) tag, bool otherwise) =>
        ValueOf(root, tag.Key) is { } value && tag.Value?.IsMatch(value, otherwise) != false;

    // The agent looks at a root as it has put it right.
    private static string? ValueOf(Span root, string key) => key switch
    {
        TraceTags.Env => root.GetTag(key) is { } env ? TagValue.Normalize(env) : null,
        "http.status_code" => root.GetTag(key) is { } status && IsStatus(status) ? status : null,
        _ => root.GetTag(key),
    };

    private static bool IsStatus(string text) =>
        int.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var status) && status is >= 100 and < 600;

    private static (string Key, string? Value) Split(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (text.Trim(), null) : (text[..colon].Trim(), text[(colon + 1)..].Trim());
    }

    private static void AddPatterns(List<(string Key, AgentPattern? Value)> tags, List<string> texts)
    {
        foreach (var text in texts)
        {
            var (key, value) = Split(text);
            var pattern = value is null ? null : AgentPattern.TryMake(value);
            if (value is null || pattern is not null)
                tags.Add((key, pattern));
        }
    }
}
