using Quartz;

internal sealed class Bake : IJob
{
    public static TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Console.WriteLine("baked");
        Done.SetResult();
    }
}

internal sealed class Burn : IJob
{
    public static TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        Done.TrySetResult();
        throw new InvalidOperationException("burnt");
    }
}
