namespace Worker;

/// <summary>A hosted service that is done when it has started.</summary>
internal sealed class Baker : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        Console.WriteLine("warm");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
