namespace DdRun.Testing;

/// <summary>How the test agent answers one request.</summary>
public abstract record AgentAnswer
{
    /// <summary>A whole answer.</summary>
    public sealed record Reply(int Status, string Body = "", string ContentType = "application/json") : AgentAnswer
    {
        public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

        /// <summary>Ask the client to close the connection after this answer.</summary>
        public bool Close { get; init; }
    }

    /// <summary>The connection is cut without an answer.</summary>
    public sealed record Abort : AgentAnswer;

    /// <summary>Nothing is answered until <paramref name="Gate"/> completes; then <paramref name="Then"/>.</summary>
    public sealed record Hold(Task Gate, AgentAnswer Then) : AgentAnswer;
}
