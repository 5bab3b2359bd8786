using Temporalio.Activities;
using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Worker;

var client = await TemporalClient.ConnectAsync(new(args[0]) { Namespace = "default" });
var oven = new Oven();
using var worker = new TemporalWorker(client, new TemporalWorkerOptions("bakery") { MaxConcurrentActivities = 1 }.AddAllActivities(oven));
await worker.ExecuteAsync(() => oven.Done);

public sealed class Oven
{
    private readonly TaskCompletionSource _done = new();

    public Task Done => _done.Task;

    [Activity]
    public async Task<string> Bake(string what)
    {
        await Task.Yield();
        Console.WriteLine(what);
        return "one " + what;
    }

    [Activity]
    public void Clean(string what)
    {
        _done.SetResult();
        throw new ApplicationFailureException("no " + what, "Plumbing", nonRetryable: true);
    }
}
