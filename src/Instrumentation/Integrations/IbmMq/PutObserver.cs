using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.IbmMq;

/// <summary><c>a</c> the name of a queue that a message is put into.</summary>
internal sealed class PutObserver : IClientObserver
{
    public bool Activates => false;

    public bool SeesEnd => false;

    public void OnEnter(Span span, object? a, object? b, object? c, object? d) => QueueTags.Set(span, "Produce", "producer", a as string);

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
