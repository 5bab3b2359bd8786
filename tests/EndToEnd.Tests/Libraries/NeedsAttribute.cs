using DdRun.Testing.Services;

namespace DdRun.EndToEnd.Tests.Libraries;

/// <summary>A test against a real server; skipped, with the reason, where its package is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsAttribute : FactAttribute
{
    public NeedsAttribute(string server) => Skip = server switch
    {
        "PostgreSQL" => PostgresServer.Missing,
        "MariaDB" => MariaDbServer.Missing,
        "Redis" => RedisServer.Missing,
        "RabbitMQ" => RabbitMqServer.Missing,
        _ => throw new ArgumentException($"no server is called {server}", nameof(server)),
    };
}
