using System.Reflection;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Plans;
using DdRun.Instrumentation.Weaving;

namespace DdRun.Instrumentation.InProcess;

/// <summary>The plan of an assembly that is being made.</summary>
internal sealed class Planning(Assembly assembly, ModuleSource source, ModuleWeaver weaver, ulong rules) : IDisposable
{
    public Assembly Assembly => assembly;
    public ModuleSource Source => source;
    public ModuleWeaver Weaver => weaver;

    /// <summary>A hash of what rules say of the assembly.</summary>
    public ulong Rules => rules;

    /// <summary>Other assemblies that the plan depends on.</summary>
    public required IReadOnlyCollection<string> Asked { get; init; }

    /// <summary>Rules that surely are mistakes.</summary>
    public MissedRule[]? Missed { get; init; }

    /// <summary>The number of the plan's first site; negative until they are registered.</summary>
    public int FirstSite { get; set; } = -1;

    /// <summary>How many methods are woven already.</summary>
    public int Woven { get; set; }

    /// <summary>Where copies of the assembly find it.</summary>
    public KnownPlan? Known { get; set; }

    public void Dispose()
    {
        weaver.Dispose();
        source.Dispose();
    }
}
