using DdRun.Instrumentation.Expressions;
using DdRun.Instrumentation.Patterns;

namespace DdRun.Instrumentation.Manifests;

/// <summary>Reads <c>DD_TRACE_METHODS</c>: <c>Namespace.Type[M1,M2];Other[*]</c>.</summary>
internal static class TraceMethods
{
    public const string Variable = "DD_TRACE_METHODS";

    public static List<Rule> Read(string text, List<ManifestProblem> problems)
    {
        var rules = new List<Rule>();
        var start = 0;
        while (start < text.Length)
        {
            var end = text.IndexOf(';', start);
            if (end < 0)
                end = text.Length;
            ReadType(text, start, end, rules, problems);
            start = end + 1;
        }
        return rules;
    }

    private static void ReadType(string text, int start, int end, List<Rule> rules, List<ManifestProblem> problems)
    {
        var entry = text[start..end];
        if (entry.AsSpan().Trim().Length == 0)
            return;
        var open = entry.IndexOf('[', StringComparison.Ordinal);
        var close = entry.LastIndexOf(']');
        if (open <= 0 || close < open || entry.AsSpan(close + 1).Trim().Length > 0)
        {
            problems.Add(new(Variable, 1, start + 1, -1, $"'{entry.Trim()}' is not 'Namespace.Type[Method,Method]' or 'Namespace.Type[*]'"));
            return;
        }
        var type = entry[..open].Trim();
        foreach (var name in entry[(open + 1)..close].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (MethodPattern.TryParse(type + "." + name, out var pattern, out var error, out _))
                rules.Add(Annotated(pattern, new RuleOrigin(Variable, 1, start + 1), null, null, null, null));
            else
                problems.Add(new(Variable, 1, start + 1, -1, $"'{type}.{name}': {error}"));
        }
    }

    /// <summary>A rule with the defaults of Datadog's own tracers for methods that were merely named.</summary>
    public static Rule Annotated(MethodPattern pattern, RuleOrigin origin, string? name, string? service, string? resource, string? type) => new()
    {
        Pattern = pattern,
        Origin = origin,
        Name = Template.Literal(name ?? "trace.annotation"),
        Service = service is null ? null : Template.Literal(service),
        Resource = resource is null ? Template.TypeAndMethod : Template.Literal(resource),
        Type = type,
    };
}
