using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Postgresql;

/// <summary>A message that lies in a database until it is time.</summary>
internal static class Store
{
    public static async Task Run(string database)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<Till>();
        builder.UseWolverine(options =>
        {
            options.UseRuntimeCompilation();
            options.PersistMessagesWithPostgresql(database);
            options.Policies.UseDurableLocalQueues();
            options.Durability.ScheduledJobFirstExecution = TimeSpan.FromMilliseconds(10);
            options.Durability.ScheduledJobPollingTime = TimeSpan.FromMilliseconds(50);
            options.Durability.NodeReassignmentPollingTime = TimeSpan.FromMilliseconds(50);
            options.Durability.FirstNodeReassignmentExecution = TimeSpan.FromMilliseconds(10);
        });
        using var host = builder.Build();
        await host.StartAsync();
        using (var scope = host.Services.CreateScope())
            await scope.ServiceProvider.GetRequiredService<IMessageBus>().ScheduleAsync(new Order("ham"), TimeSpan.FromSeconds(1));
        Console.WriteLine(await host.Services.GetRequiredService<Till>().Paid.Task);
        await host.StopAsync();
    }
}
