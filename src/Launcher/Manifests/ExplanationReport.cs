using DdRun.Instrumentation.Explain;
using DdRun.Instrumentation.Plans;
using DdRun.Launcher.Cli;
using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Manifests;

/// <summary>What rules mean for an application, as text: one line a method, by assembly; then the rules that mean nothing.</summary>
internal sealed class ExplanationReport(TextWriter output, Style style)
{
    /// <returns>0 when every rule is right and means something.</returns>
    public int Write(Explanation explanation)
    {
        foreach (var problem in explanation.Problems)
            output.WriteLine(style.Error(problem.ToString()));
        foreach (var assembly in explanation.Methods.GroupBy(method => method.Assembly))
        {
            output.WriteLine(style.Heading(assembly.Key));
            foreach (var method in assembly)
                Write(method);
        }

        if (explanation.Using.Count > 0)
        {
            output.WriteLine(style.Heading("spans of using statements, which see the exceptions that leave them"));
            foreach (var method in explanation.Using)
                output.WriteLine("  " + method);
        }

        foreach (var (rule, nearest, obstacle) in explanation.Unmatched)
        {
            output.WriteLine(style.Warning($"{rule.Origin}: {rule.Pattern} matches nothing"));
            if (obstacle is not null)
                output.WriteLine("  " + obstacle);
            if (nearest.Count > 0)
                output.WriteLine($"  did you mean {string.Join(" or ", nearest)}?");
        }

        foreach (var (origin, source) in explanation.UnmatchedSources)
        {
            output.WriteLine(style.Warning($"{origin}: no assembly of the application makes a source called {source}"));
            output.WriteLine("  only a name that the code holds as it is can be found; of the framework's own sources, none is looked for");
        }

        if (explanation.Assemblies.Count == 0)
            return ExitCodes.Failure;
        var woven = explanation.Methods.Count(method => method.IsWoven);
        var quiet = explanation.Methods.Count(method => method.IsWoven && method.Winner.IsQuiet);
        output.WriteLine($"{Count(explanation.Methods.Count, "method", "methods")} in {Count(explanation.Assemblies.Count, "assembly", "assemblies")}: {woven - quiet} traced, "
            + (quiet > 0 ? $"{quiet} quiet, " : "")
            + $"{explanation.Methods.Count(method => method.IsExcluded)} excluded, {explanation.Methods.Count(method => method.Refusal is not null)} left alone");
        return explanation.Problems.Any(problem => problem.IsError) || explanation.Unmatched.Count + explanation.UnmatchedSources.Count > 0 ? ExitCodes.Failure : ExitCodes.Success;
    }

    private static string Count(int number, string one, string several) => $"{number} {(number == 1 ? one : several)}";

    private void Write(ExplainedMethod method)
    {
        var mark = method.IsWoven ? style.Service("✓") : method.IsExcluded ? style.Quiet("–") : style.Error("✗");
        output.WriteLine($"  {mark} {method.Method}  {style.Quiet(method.Winner.Origin.ToString())}");
        foreach (var rule in method.Rules.SkipLast(1))
            output.WriteLine(style.Quiet($"      also meant by {rule.Origin}, where a later rule wins"));
        if (method.IsExcluded)
            output.WriteLine("      excluded");
        if (method.Winner.IsQuiet)
            output.WriteLine("      quiet: makes no span, and what it asks of others begins no trace");
        if (method.Refusal is { } refusal)
            output.WriteLine($"      {style.Error(refusal.Code)}: {refusal.Reason}");
        foreach (var note in method.Notes)
            output.WriteLine("      " + style.Warning(note));
        if (method.Listing is { } listing)
            Write(listing);
    }

    private void Write(MethodListing listing)
    {
        output.WriteLine(style.Quiet("      before"));
        foreach (var line in listing.Before)
            output.WriteLine("        " + line);
        output.WriteLine(style.Quiet("      after"));
        foreach (var line in listing.After)
            output.WriteLine("        " + line);
    }
}
