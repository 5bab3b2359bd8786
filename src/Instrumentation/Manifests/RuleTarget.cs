namespace DdRun.Instrumentation.Manifests;

/// <summary>How a rule's pattern names methods.</summary>
internal enum RuleTarget
{
    /// <summary>The methods themselves.</summary>
    Method,

    /// <summary>Methods of an interface, in all types that implement it.</summary>
    Implements,

    /// <summary>Virtual methods, in all types that override them and in the one that declares them.</summary>
    Overrides,
}
