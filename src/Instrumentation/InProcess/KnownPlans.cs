using System.Reflection;
using DdRun.Instrumentation.Assemblies;

namespace DdRun.Instrumentation.InProcess;

/// <summary>
/// The plans of this process, each once: other copies of an assembly share it, and with it sites and bodies. Not a dictionary, which over ids would
/// not be precompiled; a process has some hundred assemblies.
/// </summary>
internal sealed class KnownPlans
{
    private readonly object _lock = new();
    private KnownPlan? _newest;

    /// <summary>What became of an assembly with the same id under the same rules; null for none.</summary>
    public KnownPlan? Find(Guid mvid, ulong rules)
    {
        lock (_lock)
        {
            for (var plan = _newest; plan is not null; plan = plan.Older)
            {
                if (plan.Rules == rules && plan.Mvid == mvid && AssemblyVersions.AreCurrent(plan.Dependencies))
                    return plan;
            }
            return null;
        }
    }

    public KnownPlan Add(Guid mvid, ulong rules, Module module, bool isPending = false)
    {
        lock (_lock)
            return _newest = new KnownPlan(mvid, rules, module, _newest) { IsPending = isPending };
    }
}
