using Chain;
using MassTransit;
using NATS.Client.Core;
using Relay;

var (role, broker) = (args[0], new Uri(args[1]));
await using var news = new NatsConnection(new NatsOpts { Url = args[2] });
await news.ConnectAsync();
switch (role)
{
    // Takes orders, and hears what has been baked.
    case "till":
        await using (var baked = await news.SubscribeCoreAsync<int>("baked"))
        {
            await news.PingAsync();
            var heard = Task.Run(async () =>
            {
                await foreach (var _ in baked.Msgs.ReadAllAsync())
                {
                }
            });
            await Service.Run(
                app => app.MapGet("/orders/{id:int}", async (int id, IBus bus) =>
                {
                    await bus.Publish(new Order(id));
                    return "soon";
                }),
                services => services.AddMassTransit(bus => bus.UsingRabbitMq((_, rabbit) => rabbit.Host(broker))));
            await baked.DisposeAsync();
            await heard;
        }
        break;
    // Bakes, several at a time.
    case "bakery":
        await Service.Run(
            _ => { },
            services => services.AddSingleton(news).AddMassTransit(bus =>
            {
                bus.AddConsumer<Baker>();
                bus.UsingRabbitMq((context, rabbit) =>
                {
                    rabbit.Host(broker);
                    rabbit.ConfigureEndpoints(context);
                });
            }));
        break;
    default:
        return 2;
}
return 0;

namespace Relay
{
    public record Order(int Id);

    public sealed class Baker(NatsConnection news) : IConsumer<Order>
    {
        public async Task Consume(ConsumeContext<Order> context) => await news.PublishAsync("baked", context.Message.Id);
    }
}
