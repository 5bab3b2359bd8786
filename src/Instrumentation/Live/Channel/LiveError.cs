namespace DdRun.Instrumentation.Live.Channel;

/// <summary>Why a request has done nothing.</summary>
/// <param name="Message">A sentence.</param>
/// <param name="Source">What is wrong: <c>if</c>, <c>pattern</c>, <c>expression</c>, <c>manifest</c>, <c>limit</c>, <c>request</c>, <c>process</c>.</param>
internal sealed record LiveError(string Message, string Source)
{
    /// <summary>Where the mistake is.</summary>
    public string? Text { get; init; }

    /// <summary>From 1; 0 for nowhere.</summary>
    public int Column { get; init; }

    /// <summary>From 1; 0 for nowhere.</summary>
    public int Line { get; init; }
}
