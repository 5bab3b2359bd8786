using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Kafka;

/// <summary>A client is made: <c>a</c> is the client, <c>b</c> its configuration or the client whose connections it shares.</summary>
internal sealed class ClientObserver : IProbeObserver
{
    public bool Wants(object? a, object? b, object? c, object? d)
    {
        if (a is not null && b is IEnumerable<KeyValuePair<string, string>> config)
            KafkaClient.Of(a).Configure(config);
        else if (a is not null && b is not null)
            KafkaClient.Of(a).Configure(KafkaClient.Of(b));
        return false;
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
