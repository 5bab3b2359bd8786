using System.Data.Common;
using System.Text;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.AdoNet;

/// <summary>
/// Names and tags the span of a batch, one for all of its commands: <c>a</c> is the <see cref="DbBatch"/>, <c>b</c> its connection where the
/// provider does not tell it to everybody.
/// </summary>
internal class DbBatchObserver : IClientObserver
{
    // A batch of thousands of inserts must not become a resource of megabytes.
    private const int MaxText = 5000;

    public virtual bool SeesEnd => false;

    public bool Wants(object? a, object? b, object? c, object? d)
    {
        if (a is not DbBatch batch || DbProvider.Of(batch.GetType()) is not { } provider)
            return false;
        var isPart = DbSpan.IsPart(provider, null, out var wrapper);
        if (wrapper is not null)
            DbSpan.DescribeWrapper(wrapper, provider, null, b as DbConnection ?? Connection(batch));
        return !isPart;
    }

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        var batch = (DbBatch)a!;
        DbSpan.Describe(span, DbProvider.Of(batch.GetType())!, Text(batch), b as DbConnection ?? Connection(batch));
        span.SetTag(DbSpan.BatchSize, batch.BatchCommands.Count);
    }

    public virtual void OnExit(Span span, object? result, Exception? exception)
    {
    }

    private static DbConnection? Connection(DbBatch batch)
    {
        try
        {
            return batch.Connection;
        }
        catch (Exception e) when (e is NotSupportedException or InvalidOperationException)
        {
            // As with the commands of a data source.
            return null;
        }
    }

    private static string Text(DbBatch batch)
    {
        var text = new StringBuilder();
        foreach (var command in batch.BatchCommands)
        {
            if (text.Length > 0)
                text.Append(";\n");
            text.Append(command.CommandText);
            if (text.Length > MaxText)
                break;
        }
        return text.ToString();
    }
}
