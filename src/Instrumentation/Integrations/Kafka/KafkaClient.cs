using System.Runtime.CompilerServices;

namespace DdRun.Instrumentation.Integrations.Kafka;

/// <summary>What is known of a producer or consumer, as long as it lives.</summary>
internal sealed class KafkaClient
{
    private static readonly ConditionalWeakTable<object, KafkaClient> s_all = [];

    private Span? _open;

    /// <summary>The brokers that it was told.</summary>
    public string? Servers { get; private set; }

    /// <summary>A consumer's group.</summary>
    public string? Group { get; private set; }

    public static KafkaClient Of(object client) => s_all.GetOrCreateValue(client);

    public void Configure(IEnumerable<KeyValuePair<string, string>> config)
    {
        foreach (var (key, value) in config)
        {
            if (key == "bootstrap.servers")
                Servers = value;
            else if (key == "group.id")
                Group = value;
        }
    }

    public void Configure(KafkaClient other) => (Servers, Group) = (other.Servers, other.Group);

    /// <summary>Puts another span, or none, in place of that of the last message, which ends.</summary>
    public void Exchange(Span? span) => Interlocked.Exchange(ref _open, span)?.Finish();
}
