namespace DdRun.Instrumentation.Manifests;

/// <summary>What operations of a source become.</summary>
internal sealed record ActivityRule
{
    public required RuleOrigin Origin { get; init; }

    /// <summary>Which operations, with wildcards; null for all.</summary>
    public string? Operation { get; init; }

    /// <summary>Of which kind; null for any.</summary>
    public string? Kind { get; init; }

    /// <summary>They are not made, or not taken where somebody else has them made.</summary>
    public bool Drop { get; init; }

    /// <summary>Dropped only within operations of other sources: source and operation.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Within { get; init; } = [];

    /// <summary>What tags must be at the end for the rule to name the span: a pattern, or null for a tag that is not there.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> If { get; init; } = [];

    public ActivityTemplate? Name { get; init; }
    public ActivityTemplate? Resource { get; init; }

    /// <summary>The same for all of its activities.</summary>
    public ActivityTemplate? Service { get; init; }

    public ActivityTemplate? Type { get; init; }

    /// <summary>New tags, and those that are left out, whose names may end in <c>*</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, ActivityTemplate?>> Tags { get; init; } = [];

    public ActivityParentRule Parent { get; init; }

    /// <summary>Tags that make an error of an activity without one.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Error { get; init; } = [];

    /// <summary>Tags that make none of an activity with one.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Fine { get; init; } = [];

    /// <summary>Spans that are not worth sending.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Discard { get; init; } = [];

    /// <summary>With <see cref="Discard"/>: only those without links.</summary>
    public bool DiscardUnlinked { get; init; }

    /// <summary>A type that says what data cannot.</summary>
    public string? With { get; init; }

    /// <summary>The library sends the activity's ids on by itself.</summary>
    public bool Carries { get; init; }

    /// <summary>Whether the span keeps what tells of OpenTelemetry.</summary>
    public bool Otel { get; init; }

    public bool HasDiscard => DiscardUnlinked || Discard.Count > 0;
}
