using System.Runtime.InteropServices;

namespace DdRun.Testing.Services;

/// <summary>Kafka's native client, which has brokers for tests inside.</summary>
public static class KafkaLibrary
{
    public static string? Missing { get; } = NativeLibrary.TryLoad("librdkafka.so.1", out _) ? null : "librdkafka is not installed";
}
