namespace DdRun.Export;

/// <summary>What a server answered.</summary>
internal sealed record HttpResponse(int Status, byte[] Body, string? AgentState)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The header by which a server says when to try again.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>Why nothing but the status could be read; null for a whole answer.</summary>
    public string? Problem { get; init; }
}
