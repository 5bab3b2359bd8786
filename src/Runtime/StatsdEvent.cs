namespace DdRun;

/// <summary>What an event says beyond title and text; everything is optional.</summary>
public sealed class StatsdEvent
{
    /// <summary>When it happened. Default: when it arrives.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Where it happened. Default: the host of the agent.</summary>
    public string? Hostname { get; init; }

    /// <summary>Groups events that belong together.</summary>
    public string? AggregationKey { get; init; }

    /// <summary><c>normal</c> or <c>low</c>. Default: normal.</summary>
    public string? Priority { get; init; }

    /// <summary>What kind of software it comes from.</summary>
    public string? SourceType { get; init; }

    /// <summary><c>error</c>, <c>warning</c>, <c>info</c> or <c>success</c>. Default: info.</summary>
    public string? AlertType { get; init; }
}
