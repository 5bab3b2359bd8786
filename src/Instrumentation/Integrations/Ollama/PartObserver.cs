using DdRun.Probes;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Ollama;

/// <summary><c>a</c> a part of an answer, which has nothing in it yet.</summary>
internal sealed class PartObserver : IProbeObserver
{
    public bool SeesEnd => false;

    public bool Wants(object? a, object? b, object? c, object? d)
    {
        if (a is not null && ActiveSpan.Current is { IsRemote: false } span)
            Answers.Of(span)?.Add(a);
        return false;
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
