using System.Data.Common;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.AdoNet;

/// <summary>Names and tags the span of a command: <c>a</c> is the <see cref="DbCommand"/>.</summary>
internal class DbCommandObserver : IProbeObserver
{
    public bool Wants(object? a, object? b, object? c, object? d) =>
        a is DbCommand command && DbProvider.Of(command.GetType()) is not null && !DbSpan.IsInside(command.CommandText);

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        var command = (DbCommand)a!;
        DbSpan.Describe(span, DbProvider.Of(command.GetType())!, command.CommandText, command.Connection);
    }

    public virtual void OnExit(Span span, object? result, Exception? exception)
    {
    }
}
