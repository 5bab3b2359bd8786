namespace DdRun.Viewer.Tree;

/// <summary>How many connections are accepted and not closed yet.</summary>
internal sealed class OpenConnections
{
    private readonly Lock _gate = new();
    private int _count;
    private TaskCompletionSource? _none;

    public void Enter()
    {
        lock (_gate)
            _count++;
    }

    public void Leave()
    {
        lock (_gate)
        {
            if (--_count == 0)
                _none?.TrySetResult();
        }
    }

    /// <summary>Comes to its end when there is none.</summary>
    public Task WhenNone()
    {
        lock (_gate)
        {
            if (_count == 0)
                return Task.CompletedTask;
            return (_none ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }
}
