namespace DdRun.Export.Datadog.Stats;

/// <summary>What spans must have in common to be counted together.</summary>
internal sealed record StatsKey
{
    public required string Service { get; init; }
    public required string Name { get; init; }
    public required string Resource { get; init; }
    public required string Type { get; init; }
    public string SpanKind { get; init; } = "";
    public int HttpStatusCode { get; init; }
    public string HttpMethod { get; init; } = "";
    public string HttpEndpoint { get; init; } = "";
    public string GrpcStatusCode { get; init; } = "";
    public string ServiceSource { get; init; } = "";
    public bool IsSynthetic { get; init; }
    public bool IsTraceRoot { get; init; }

    /// <summary><c>key:value</c> texts, joined by a character that none contains.</summary>
    public string PeerTags { get; init; } = "";
}
