using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bakery;

/// <summary>Orders wait in a queue, which lines of the input fill.</summary>
internal sealed class Worker : BackgroundService
{
    private static readonly Channel<string> s_orders = Channel.CreateUnbounded<string>();

    public static async Task Run()
    {
        new Thread(Read) { IsBackground = true }.Start();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHostedService<Worker>();
        await builder.Build().RunAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        Console.WriteLine("ready");
        await foreach (var order in s_orders.Reader.ReadAllAsync(stoppingToken))
            await Till.Serve(order);
    }

    private static void Read()
    {
        while (Console.ReadLine() is { } order)
            s_orders.Writer.TryWrite(order);
    }
}
