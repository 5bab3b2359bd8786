namespace DdRun.Tracing;

/// <summary>Stands on a span for a global tag that was removed from it.</summary>
internal sealed class RemovedTag
{
    public static readonly RemovedTag Instance = new();

    private RemovedTag()
    {
    }
}
