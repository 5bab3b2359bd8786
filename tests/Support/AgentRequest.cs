namespace DdRun.Testing;

/// <summary>One request as the test agent got it.</summary>
public sealed record AgentRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public bool IsTraces => Path.EndsWith("/v0.4/traces", StringComparison.Ordinal);

    public override string ToString() => $"{Method} {Path} ({Body.Length} bytes)";
}
