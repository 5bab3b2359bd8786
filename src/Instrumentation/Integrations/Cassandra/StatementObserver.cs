using System.Reflection;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.Cassandra;

/// <summary><c>a</c> a statement, <c>b</c> the session's keyspace.</summary>
internal sealed class StatementObserver : IClientObserver
{
    private readonly PropertyReader<string> _query = new("QueryString"), _cql = new("Cql", BindingFlags.Public | BindingFlags.NonPublic);
    private readonly PropertyReader<object> _prepared = new("PreparedStatement");

    public bool Activates => false;

    public bool SeesEnd => false;

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        span.Type = "cassandra";
        // Several statements at once have no text of their own.
        span.Resource = _query.Read(a) ?? _cql.Read(_prepared.Read(a)) ?? "BATCH";
        span.SetTag("component", "Cassandra");
        span.SetTag("span.kind", "client");
        span.SetTag("db.type", "cassandra");
        if (b is string { Length: > 0 } keyspace)
            span.SetTag("db.name", keyspace);
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
