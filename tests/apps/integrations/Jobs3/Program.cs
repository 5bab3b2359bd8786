using Quartz;
using Quartz.Impl;

var scheduler = await new StdSchedulerFactory().GetScheduler();
await scheduler.Start();
await scheduler.ScheduleJob(JobBuilder.Create<Bake>().WithIdentity("bake", "night").Build(), TriggerBuilder.Create().WithIdentity("now", "night").StartNow().Build());
await Bake.Done.Task;
await scheduler.ScheduleJob(JobBuilder.Create<Burn>().WithIdentity("burn", "night").Build(), TriggerBuilder.Create().WithIdentity("later", "night").StartNow().Build());
await Burn.Done.Task;
await scheduler.Shutdown(waitForJobsToComplete: true);

internal sealed class Bake : IJob
{
    public static TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task Execute(IJobExecutionContext context)
    {
        await Task.Yield();
        Console.WriteLine("baked");
        Done.SetResult();
    }
}

internal sealed class Burn : IJob
{
    public static TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Execute(IJobExecutionContext context)
    {
        Done.SetResult();
        throw new InvalidOperationException("burnt");
    }
}
