using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.CosmosDb;

/// <summary><c>a</c> operation, <c>b</c> the path of what it is about, whose documents are without number.</summary>
internal sealed class RequestObserver : IClientObserver
{
    private const string Documents = "/docs/";

    // What belongs to a query has the span of its page.
    public bool Wants(object? a, object? b, object? c, object? d) => a?.ToString() is not ("Query" or "SqlQuery" or "QueryPlan");

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        var path = b as string ?? "";
        var documents = path.IndexOf(Documents, StringComparison.Ordinal);
        CosmosSpan.Describe(span, $"{a} {(documents < 0 ? path : string.Concat(path.AsSpan(0, documents + Documents.Length), "?"))}");
    }

    public void OnExit(Span span, object? result, Exception? exception) => CosmosSpan.DescribeAnswer(span, result);
}
