namespace Observed;

/// <summary>Where exceptions go that nobody awaits: without it they would end the process.</summary>
internal sealed class Swallowing : SynchronizationContext
{
    private readonly TaskCompletionSource _isOver = new();

    public static async Task Run(Action start)
    {
        var context = new Swallowing();
        var before = Current;
        SetSynchronizationContext(context);
        try
        {
            start();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
        await context._isOver.Task;
    }

    public override void Post(SendOrPostCallback call, object? state) => ThreadPool.QueueUserWorkItem(_ =>
    {
        try
        {
            call(state);
        }
        catch (InvalidOperationException)
        {
            _isOver.SetResult();
        }
    });
}
