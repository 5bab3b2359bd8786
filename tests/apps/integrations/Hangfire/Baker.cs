using Hangfire;

namespace Bakery;

public sealed class Baker
{
    private static int s_burnt;

    internal static TaskCompletionSource[] Done { get; } = [.. Enumerable.Range(0, 5).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];

    public async Task Bake(string bread)
    {
        await Task.Yield();
        await Knead(bread);
        Done[0].SetResult();
    }

    public void Deliver(string bread)
    {
        Console.WriteLine(bread);
        Done[1].SetResult();
    }

    [AutomaticRetry(Attempts = 1, DelaysInSeconds = [1])]
    public void Burn()
    {
        if (++s_burnt == 1)
            throw new InvalidOperationException("burnt");
        Done[2].SetResult();
    }

    public void Sweep() => Done[3].TrySetResult();

    public static void Clean() => Done[4].SetResult();

    private static async Task Knead(string bread)
    {
        await Task.Yield();
        Console.WriteLine(bread);
    }
}
