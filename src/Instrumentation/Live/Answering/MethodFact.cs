using System.Reflection;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Plans;

namespace DdRun.Instrumentation.Live.Answering;

/// <summary>What is known of a method that is loaded.</summary>
internal sealed record MethodFact(Assembly Assembly, string Type, string Method)
{
    /// <summary><c>precompiled</c>, <c>jitted</c>, or <c>none</c> where there is none.</summary>
    public required string Code { get; init; }

    public bool IsWoven { get; init; }

    /// <summary>Those that mean it, the last of which wins.</summary>
    public IReadOnlyList<Rule> Rules { get; init; } = [];

    /// <summary>Why it is not woven, or could not be.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>Expressions that were left out, and why.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Its code before and after, where that was asked for: as it is, or where it is not woven as it would be.</summary>
    public MethodListing? Listing { get; init; }

    /// <summary>How many look at it.</summary>
    public int Observed { get; init; }
}
