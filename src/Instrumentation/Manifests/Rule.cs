using DdRun.Instrumentation.Expressions;
using DdRun.Instrumentation.Patterns;

namespace DdRun.Instrumentation.Manifests;

/// <summary>What one entry of a manifest says, whichever way it came.</summary>
internal sealed record Rule
{
    public required MethodPattern Pattern { get; init; }
    public required RuleOrigin Origin { get; init; }
    public RuleTarget Target { get; init; }

    /// <summary>Only methods of this assembly; null for any.</summary>
    public string? Assembly { get; init; }

    /// <summary>Only these versions of the assembly.</summary>
    public VersionRange? Versions { get; init; }

    /// <summary>The versions that the rule is known to work with; it is tried on others, and loses there to rules for nearer ones.</summary>
    public VersionRange? Tested { get; init; }

    /// <summary>Matching methods are not traced, whatever earlier rules say.</summary>
    public bool Exclude { get; init; }

    public Template? Name { get; init; }
    public Template? Service { get; init; }
    public Template? Resource { get; init; }
    public string? Type { get; init; }
    public IReadOnlyList<KeyValuePair<string, Template>> Tags { get; init; } = [];

    /// <summary>Only inside an existing trace.</summary>
    public bool OnlyInsideTrace { get; init; }

    /// <summary>Which calls have spans.</summary>
    public Template? If { get; init; }

    /// <summary>Which calls count as errors.</summary>
    public Template? Error { get; init; }

    /// <summary>What an error says.</summary>
    public Template? Status { get; init; }

    /// <summary>Whether methods with explicit tail calls are traced up to those.</summary>
    public bool EndsBeforeTailCalls { get; init; }

    public ObserveRule? Observe { get; init; }

    /// <summary>Makes no spans, and begins no traces while it runs.</summary>
    public bool IsQuiet => ReferenceEquals(Observe, ObserveRule.Quiet);
}
