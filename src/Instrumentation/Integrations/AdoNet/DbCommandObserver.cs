using System.Data.Common;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.AdoNet;

/// <summary>
/// Names and tags the span of a command: <c>a</c> is the <see cref="DbCommand"/>, <c>b</c> its connection where the provider does not
/// tell it to everybody.
/// </summary>
internal class DbCommandObserver : IClientObserver
{
    public virtual bool SeesEnd => false;

    public bool Wants(object? a, object? b, object? c, object? d)
    {
        if (a is not DbCommand command || DbProvider.Of(command.GetType()) is not { } provider)
            return false;
        var isPart = DbSpan.IsPart(provider, command.CommandText, out var wrapper);
        if (wrapper is not null)
            DbSpan.DescribeWrapper(wrapper, provider, command.CommandText, b as DbConnection ?? Connection(command));
        return !isPart;
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        var command = (DbCommand)a!;
        DbSpan.Describe(span, DbProvider.Of(command.GetType())!, command.CommandText, b as DbConnection ?? Connection(command));
    }

    public virtual void OnExit(Span span, object? result, Exception? exception)
    {
    }

    private static DbConnection? Connection(DbCommand command)
    {
        try
        {
            return command.Connection;
        }
        catch (Exception e) when (e is NotSupportedException or InvalidOperationException)
        {
            // Commands of a data source open a connection of their own, and do not give it away.
            return null;
        }
    }
}
