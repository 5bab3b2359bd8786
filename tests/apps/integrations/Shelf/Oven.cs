using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Shelf;

/// <summary>What fails at first is tried again.</summary>
internal static class Oven
{
    public static async Task Run()
    {
        Console.WriteLine(await Bake("ham"));
        Console.WriteLine(Warm("rye"));
    }

    private static async Task<string> Bake(string what)
    {
        var tries = 0;
        var pipeline = new ResiliencePipelineBuilder()
            .AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 3, Delay = TimeSpan.Zero, BackoffType = DelayBackoffType.Constant })
            .AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = _ => new(TimeSpan.FromMilliseconds(50)) })
            .Build();
        return await pipeline.ExecuteAsync(async cancel =>
        {
            switch (++tries)
            {
                case 1:
                    throw new IOException("no gas");
                case 2:
                    await Task.Delay(Timeout.Infinite, cancel);
                    break;
            }
            return "one " + what;
        });
    }

    private static string Warm(string what)
    {
        var pipeline = new ResiliencePipelineBuilder<string>()
            .AddFallback(new() { ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result is null), FallbackAction = _ => Outcome.FromResultAsValueTask("cold " + what) })
            .Build();
        return pipeline.Execute<string>(() => null!);
    }
}
