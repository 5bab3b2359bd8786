using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Wcf;

/// <summary>A call ends that <see cref="BeginObserver"/> has seen begin: <c>a</c> is what the beginning has returned.</summary>
internal sealed class EndObserver : ICallObserver
{
    private readonly PropertyReader<object> _isFault = new("IsFault");

    public bool Wants(object? a, object? b, object? c, object? d) => false;

    public void OnReturn(object? result, Exception? exception, object? a, object? b, object? c, object? d)
    {
        if (a is not null)
            Calls.Ended(a, exception, _isFault.Read(result) is true);
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
