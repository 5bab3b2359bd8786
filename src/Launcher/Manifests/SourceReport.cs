using DdRun.Instrumentation.Explain;
using DdRun.Instrumentation.Manifests;
using DdRun.Launcher.Cli;
using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Manifests;

/// <summary>What becomes of a source's activities, as text: whose they are, and one line a rule.</summary>
internal sealed class SourceReport(TextWriter output, Style style)
{
    /// <returns>0 when the manifests are right, and the operation, if one is asked for, becomes something by a rule.</returns>
    public int Write(ExplainedSource source, string? operation)
    {
        foreach (var problem in source.Problems)
            output.WriteLine(style.Error(problem.ToString()));
        output.WriteLine($"{style.Heading(source.Source)}  {source.Fate}{(source.Owner is { } owner ? $" (integration {owner})" : "")}");
        var rules = operation is null ? source.Rules : [.. source.Meeting(operation)];
        foreach (var rule in rules)
            Write(rule);
        if (source.Rules.Count > 0 && rules.Count == 0)
            output.WriteLine($"  {style.Warning($"no rule means {operation}")}: a span only with DD_TRACE_OTEL_ENABLED, under a derived name");
        return source.Problems.Any(problem => problem.IsError) || (source.Rules.Count > 0 && rules.Count == 0) ? ExitCodes.Failure : ExitCodes.Success;
    }

    private void Write(ActivityRule rule)
    {
        var which = rule.Operation ?? "*";
        if (rule.Kind is { } kind)
            which += $" ({kind})";
        foreach (var (tag, pattern) in rule.If)
            which += pattern is null ? $", without {tag}" : $", where {tag} is {pattern}";
        var within = rule.Within.Count == 0 ? "" : " within " + string.Join(" or ", rule.Within.Select(outer => $"{outer.Key} {outer.Value}"));
        output.WriteLine(rule.Drop
            ? $"  {style.Quiet("–")} {which}  dropped{within}  {style.Quiet(rule.Origin.ToString())}"
            : $"  {style.Service("✓")} {which}  {rule.Name?.Text ?? "a derived name"}, {rule.Resource?.Text ?? "{display}"}  {style.Quiet(rule.Origin.ToString())}");
    }
}
