using DdRun.Testing.Services;

namespace DdRun.EndToEnd.Tests.Libraries;

/// <summary>A test against real servers; skipped, with the reason, where the package of one is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsAttribute : FactAttribute
{
    public NeedsAttribute(params string[] servers) => Skip = servers.Select(Missing).FirstOrDefault(reason => reason is not null);

    private static string? Missing(string server) => server switch
    {
        "PostgreSQL" => PostgresServer.Missing,
        "MariaDB" => MariaDbServer.Missing,
        "Redis" => RedisServer.Missing,
        "NATS" => NatsServer.Missing,
        "RabbitMQ" => RabbitMqServer.Missing,
        "librdkafka" => KafkaLibrary.Missing,
        _ => throw new ArgumentException($"no server is called {server}", nameof(server)),
    };
}
