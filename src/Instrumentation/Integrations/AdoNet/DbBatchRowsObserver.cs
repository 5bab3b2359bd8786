namespace DdRun.Instrumentation.Integrations.AdoNet;

/// <summary>The same for a batch that changes rows, and how many there were.</summary>
internal sealed class DbBatchRowsObserver : DbBatchObserver
{
    public override bool SeesEnd => true;

    public override void OnExit(Span span, object? result, Exception? exception) => DbSpan.SetRows(span, result);
}
