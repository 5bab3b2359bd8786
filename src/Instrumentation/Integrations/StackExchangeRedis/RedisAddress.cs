namespace DdRun.Instrumentation.Integrations.StackExchangeRedis;

/// <summary>The first server of a configuration such as <c>redis1:6379,redis2:6380,password=…,abortConnect=false</c>.</summary>
internal sealed record RedisAddress(string Host, string Port)
{
    private const string DefaultPort = "6379";

    public static RedisAddress Parse(string configuration)
    {
        foreach (var part in configuration.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Contains('=', StringComparison.Ordinal))
                continue;
            var colon = part.LastIndexOf(':');
            // An IPv6 address without brackets has several colons and no port.
            var hasPort = colon > 0 && (part.IndexOf(':', StringComparison.Ordinal) == colon || part[colon - 1] == ']');
            return hasPort ? new(part[..colon], part[(colon + 1)..]) : new(part, DefaultPort);
        }
        return new("localhost", DefaultPort);
    }
}
