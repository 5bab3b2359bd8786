using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.CosmosDb;

/// <summary><c>a</c> the iterator that reads a page.</summary>
internal sealed class PageObserver : IClientObserver
{
    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        var query = CosmosSpan.QueryOf(a);
        CosmosSpan.Describe(span, query?.Text ?? "Query");
        if (query?.Database is { } database)
            span.SetTag("db.name", database);
        if (query?.Container is { } container)
            span.SetTag("cosmosdb.container", container);
    }

    public void OnExit(Span span, object? result, Exception? exception) => CosmosSpan.DescribeAnswer(span, result);
}
