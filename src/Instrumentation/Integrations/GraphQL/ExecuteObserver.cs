using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.GraphQL;

/// <summary>An operation that is carried out: <c>a</c> is its context.</summary>
internal sealed class ExecuteObserver : IProbeObserver
{
    private readonly GraphQLSpan _span = new("GraphQL.ExecutionError");

    public void OnEnter(Span span, object? a, object? b, object? c, object? d) => _span.Describe(span, a, "execute");

    public void OnExit(Span span, object? result, Exception? exception) => _span.AddErrors(span);
}
