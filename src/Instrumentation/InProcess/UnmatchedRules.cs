using DdRun.Diagnostics;
using DdRun.Instrumentation.Assemblies;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Matching;
using DdRun.Instrumentation.Metadata;

namespace DdRun.Instrumentation.InProcess;

/// <summary>
/// Says at the end which of the user's rules have meant nothing all along. That may be right, and takes as long as matching everything once more: for
/// the debug log only.
/// </summary>
internal sealed class UnmatchedRules(RuleSet rules) : IEndsWithProcess
{
    private int _hasRun;

    public void BeginEnd(ExitDeadline limit)
    {
    }

    public void FinishEnd(ExitDeadline limit, bool isCertain)
    {
        if (Interlocked.Exchange(ref _hasRun, 1) != 0)
            return;
        OwnWork.Begin();
        try
        {
            Report();
        }
        finally
        {
            OwnWork.End();
        }
    }

    private void Report()
    {
        var unmatched = new HashSet<Rule>(rules.Own);
        var hierarchy = new TypeHierarchy(new LoadedMetadata().Find);
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            using var source = ModuleSource.Of(assembly, null);
            if (source is null)
                continue;
            foreach (var match in ModuleMatcher.Find(source, rules.Own, hierarchy))
                unmatched.ExceptWith(match.Rules);
        }
        foreach (var rule in rules.Own)
        {
            if (unmatched.Contains(rule))
                Log.Debug($"{rule.Origin}: {rule.Pattern} has matched nothing in any assembly that was loaded");
        }
    }
}
