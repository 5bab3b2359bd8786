using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.IbmMq;

/// <summary><c>a</c> the name of a queue that a message is taken from. Whoever asks it again and again hears mostly that there is none: that is no span.</summary>
internal sealed class GetObserver : IProbeObserver
{
    private const int NoMessage = 2033;

    private readonly PropertyReader<object> _reason = new("Reason");

    public bool Activates => false;

    public void OnEnter(Span span, object? a, object? b, object? c, object? d) => QueueTags.Set(span, "Consume", "consumer", a as string);

    public void OnExit(Span span, object? result, Exception? exception)
    {
        if (exception is not null && _reason.Read(exception) is NoMessage)
            span.Discard();
    }
}
