using DdRun.Instrumentation.Assemblies;
using DdRun.Instrumentation.Manifests;

namespace DdRun.Instrumentation.Plans;

/// <summary>A plan ready to be handed over, and to be kept: everything but the numbers of its sites.</summary>
/// <param name="Plan">As docs/weave-plan.md lays it out.</param>
/// <param name="SitePositions">Where in the plan local numbers of sites stand.</param>
/// <param name="Sites">The sites.</param>
/// <param name="Tokens">The methods that the plan changes, in its order.</param>
/// <param name="Reports">All matched methods.</param>
internal sealed record WovenModule(byte[] Plan, int[] SitePositions, SitePlan[] Sites, uint[] Tokens, MethodReport[] Reports)
{
    private MethodReport[]? _reports = Reports;
    private SitePlan[]? _sites = Sites;

    /// <summary>The sites. Of a plan that was kept they are read when somebody asks for them all.</summary>
    public SitePlan[] Sites
    {
        get => _sites ??= KeptSites?.All() ?? [];
        init => _sites = value;
    }

    /// <summary>The sites of a plan that was kept, to be read one by one; null for another.</summary>
    public IKeptSites? KeptSites { get; init; }

    /// <summary>All matched methods. Of a plan that was kept they are read when somebody asks.</summary>
    public MethodReport[] Reports
    {
        get => _reports ??= ReadReports?.Invoke() ?? [];
        init => _reports = value;
    }

    /// <summary>Reads the reports of a plan that was kept.</summary>
    public Func<MethodReport[]>? ReadReports { private get; init; }

    public PlanCheck Check { get; init; }

    /// <summary>Modules that the plan was made with as well.</summary>
    public ModuleVersion[] Dependencies { get; init; } = [];

    /// <summary>Rules that surely are mistakes; null for none.</summary>
    public MissedRule[]? Missed { get; init; }

    /// <summary>Those of the methods whose <c>using</c> statements of spans see exceptions. Not kept.</summary>
    public IReadOnlyList<uint>? WatchesUsing { get; init; }

    /// <summary>Code for people to read, by method, when it was asked for.</summary>
    public IReadOnlyDictionary<uint, MethodListing>? Listings { get; init; }
}
