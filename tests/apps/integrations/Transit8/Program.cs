using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop;

var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders();
builder.Services.AddSingleton<Till>();
builder.Services.AddMassTransit(bus =>
{
    if (args is not [_, "send"])
    {
        bus.AddConsumer<OrderConsumer>();
        bus.AddConsumer<ReceiptConsumer>();
    }
    if (args is ["outbox"])
    {
        // What a consumer publishes is sent once it is done.
        bus.AddInMemoryInboxOutbox();
        bus.AddConfigureEndpointsCallback((context, _, endpoint) => endpoint.UseInMemoryInboxOutbox(context));
        bus.UsingInMemory((context, memory) => memory.ConfigureEndpoints(context));
    }
    else if (args is [var broker, ..])
    {
        bus.UsingRabbitMq((context, rabbit) =>
        {
            rabbit.Host(new Uri(broker));
            rabbit.ConfigureEndpoints(context);
        });
    }
    else
    {
        bus.UsingInMemory((context, memory) => memory.ConfigureEndpoints(context));
    }
});
using var host = builder.Build();
await host.StartAsync();
if (args is [_, var role])
{
    await host.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromMinutes(1));
    if (role == "send")
    {
        await Counter.Sell(host.Services.GetRequiredService<IBus>(), "ham");
        await Console.In.ReadToEndAsync();
    }
    else
    {
        Console.WriteLine("ready");
        Console.WriteLine(await host.Services.GetRequiredService<Till>().Paid.Task);
    }
    await host.StopAsync();
    return;
}
await Counter.Sell(host.Services.GetRequiredService<IBus>(), "ham");
Console.WriteLine(await host.Services.GetRequiredService<Till>().Paid.Task);
try
{
    await Counter.Sell(host.Services.GetRequiredService<IBus>(), "glue");
    await host.Services.GetRequiredService<Till>().Refused.Task;
}
finally
{
    await host.StopAsync();
}

namespace Shop
{
    public record Order(string What);

    public record Receipt(string Text);

    public sealed class Till
    {
        public TaskCompletionSource<string> Paid { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public TaskCompletionSource Refused { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public static class Counter
    {
        public static async Task Sell(IBus bus, string what) => await bus.Publish(new Order(what));
    }

    public sealed class OrderConsumer(Till till) : IConsumer<Order>
    {
        public async Task Consume(ConsumeContext<Order> context)
        {
            if (context.Message.What == "glue")
            {
                till.Refused.TrySetResult();
                throw new InvalidOperationException("we sell no glue");
            }
            await context.Publish(new Receipt("one " + context.Message.What));
        }
    }

    public sealed class ReceiptConsumer(Till till) : IConsumer<Receipt>
    {
        public Task Consume(ConsumeContext<Receipt> context)
        {
            till.Paid.TrySetResult(context.Message.Text);
            return Task.CompletedTask;
        }
    }
}
