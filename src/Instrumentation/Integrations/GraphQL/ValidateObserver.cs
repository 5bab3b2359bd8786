using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.GraphQL;

/// <summary>A document that is looked at before: <c>a</c> is the context.</summary>
internal sealed class ValidateObserver : IProbeObserver
{
    private readonly GraphQLSpan _span = new("GraphQL.Validation.ValidationError");

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        _span.Describe(span, a, "validate");
        span.Resource = "validate";
    }

    public void OnExit(Span span, object? result, Exception? exception) => _span.AddErrors(span);
}
