using Hangfire;

namespace Bakery;

internal sealed class Shop(IBackgroundJobClient jobs, IRecurringJobManager recurring)
{
    public void Order()
    {
        var baking = jobs.Enqueue<Baker>(baker => baker.Bake("rye"));
        jobs.ContinueJobWith<Baker>(baking, baker => baker.Deliver("rye"));
        jobs.Schedule<Baker>(baker => baker.Burn(), TimeSpan.FromMilliseconds(1));
        recurring.AddOrUpdate<Baker>("sweep", baker => baker.Sweep(), "* * * * * *");
    }

    public void Send() => jobs.Enqueue<Baker>(baker => baker.Deliver("rye"));

    public void Clean() => jobs.Enqueue(() => Baker.Clean());
}
