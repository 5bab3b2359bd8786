using Quartz;

internal sealed class Bake : IJob
{
    public static TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task Execute(IJobExecutionContext run)
    {
        await Task.Yield();
        Console.WriteLine("baked");
        Done.SetResult();
    }
}

internal sealed class Burn : IJob
{
    public static TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Execute(IJobExecutionContext run)
    {
        Done.TrySetResult();
        throw new InvalidOperationException("burnt");
    }
}
