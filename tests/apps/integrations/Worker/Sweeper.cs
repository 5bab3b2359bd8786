namespace Worker;

/// <summary>Sweeps three times and is done with it.</summary>
internal sealed class Sweeper(IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        for (var round = 1; round <= 3 && await timer.WaitForNextTickAsync(stoppingToken); round++)
            await Sweep(round);
        lifetime.StopApplication();
    }

    private static async Task Sweep(int round)
    {
        await Task.Yield();
        Empty();
        Console.WriteLine($"round {round}");
    }

    private static void Empty()
    {
    }
}
