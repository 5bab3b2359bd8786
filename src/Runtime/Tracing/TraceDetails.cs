namespace DdRun.Tracing;

/// <summary>What few traces have: a remote parent, propagated tags, baggage. Serves as its own lock.</summary>
internal sealed class TraceDetails
{
    /// <summary>The context that the trace continues.</summary>
    public SpanContext? Remote { get; init; }

    /// <summary>What stood for <see cref="Remote"/> in the flow.</summary>
    public LocalRoot? RemoteParent { get; init; }

    /// <summary>Stands for the children that are left out.</summary>
    public ChildSpan? ChildLeftOut { get; set; }

    public string? Origin { get; set; }
    public Baggage? Baggage { get; set; }

    /// <summary>The context that was handed out last. The decision may have left the process with it, and stays as it is.</summary>
    public SpanContext? HandedOutContext { get; set; }

    public bool HandedOut => HandedOutContext is not null;

    /// <summary>What an extraction or injection could not do.</summary>
    public string? PropagationError => HandedOutContext?.GetTag(TraceTags.PropagationError) ?? Remote?.GetTag(TraceTags.PropagationError);

    /// <summary>What goes along with the ids: the inherited tags and who decided.</summary>
    public Dictionary<string, string>? PropagatedTags(string? decisionMaker, string? knuthRate)
    {
        Dictionary<string, string>? tags = null;
        foreach (var (key, value) in Remote?.Tags ?? [])
        {
            if (TraceTags.IsPropagated(key) || key == TraceTags.PropagationError)
                (tags ??= new(StringComparer.Ordinal))[key] = value;
        }
        if (decisionMaker is not null)
            (tags ??= new(StringComparer.Ordinal))[TraceTags.DecisionMaker] = decisionMaker;
        if (knuthRate is not null)
            (tags ??= new(StringComparer.Ordinal))[TraceTags.KnuthRate] = knuthRate;
        return tags;
    }
}
