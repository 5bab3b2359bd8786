using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.RabbitMQ;

await Broker.Run(args[0], args is [_, var role] ? role : null);

/// <summary>Messages that go through a broker, within one process or from one to another.</summary>
internal static class Broker
{
    public static async Task Run(string broker, string? role)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<Till>();
        builder.UseWolverine(options =>
        {
            options.UseRuntimeCompilation();
            options.UseRabbitMq(new Uri(broker)).AutoProvision();
            if (role != "send")
                options.ListenToRabbitQueue("orders");
            if (role != "receive")
                options.PublishMessage<Order>().ToRabbitQueue("orders");
        });
        using var host = builder.Build();
        await host.StartAsync();
        var till = host.Services.GetRequiredService<Till>();
        if (role != "receive")
            await Send(host.Services);
        else
            Console.WriteLine("ready");
        if (role == "send")
            await Console.In.ReadToEndAsync();
        else
            Console.WriteLine(await till.Paid.Task);
        await host.StopAsync();
    }

    private static async Task Send(IServiceProvider services)
    {
        using var scope = services.CreateScope();
        var bus = scope.ServiceProvider.GetRequiredService<IMessageBus>();
        await bus.SendAsync(new Order("flour"));
        await bus.SendAsync(new Order("ham"));
    }
}
