using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.CosmosDb;

/// <summary>Notes what an iterator asks when it is made: <c>a</c> the text, <c>b</c> database, <c>c</c> container.</summary>
internal sealed class QueryObserver : ICallObserver
{
    public bool Wants(object? a, object? b, object? c, object? d) => false;

    public void OnReturn(object? result, Exception? exception, object? a, object? b, object? c, object? d)
    {
        if (result is not null && a is string text)
            CosmosSpan.Note(result, new(text, b as string, c as string));
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
