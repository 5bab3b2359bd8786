using Rebus.Activation;
using Rebus.Config;
using Rebus.Retry.Simple;
using Rebus.Transport.InMem;

namespace Buses;

/// <summary>Rebus, within one process, or through a table.</summary>
internal static class InMemory
{
    public static async Task Run(string? database = null)
    {
        var (made, refused) = (new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        using var activator = new BuiltinHandlerActivator();
        activator.Handle<Order>(async (bus, order) =>
        {
            if (order.What != "glue")
            {
                await bus.SendLocal(new Receipt("one " + order.What));
                return;
            }
            refused.TrySetResult();
            throw new InvalidOperationException("we sell no glue");
        });
        activator.Handle<Receipt>(receipt =>
        {
            made.TrySetResult(receipt.Text);
            return Task.CompletedTask;
        });
        using var bus = Configure.With(activator)
            .Logging(logging => logging.None())
            .Transport(transport =>
            {
                if (database is null)
                    transport.UseInMemoryTransport(new InMemNetwork(), "orders");
                else
                    transport.UsePostgreSql(database, "messages", "orders");
            })
            .Options(options => options.RetryStrategy(maxDeliveryAttempts: 1))
            .Start();
        var headers = new Dictionary<string, string> { ["own"] = "value" };
        await bus.SendLocal(new Order("ham"), headers);
        Console.WriteLine(await made.Task);
        await bus.SendLocal(new Order("glue"), headers);
        await refused.Task;
        Console.WriteLine(headers.Count);
    }

    /// <summary>One process puts an order into a table.</summary>
    public static async Task Send(string database)
    {
        using var activator = new BuiltinHandlerActivator();
        using var bus = Configure.With(activator).Logging(logging => logging.None()).Transport(transport => transport.UsePostgreSqlAsOneWayClient(database, "messages")).Start();
        await bus.Advanced.Routing.Send("orders", new Order("ham"));
        Console.WriteLine("ready");
        await Console.In.ReadToEndAsync();
    }

    /// <summary>Another one takes it out.</summary>
    public static async Task Receive(string database)
    {
        var taken = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var activator = new BuiltinHandlerActivator();
        activator.Handle<Order>(order =>
        {
            taken.TrySetResult("one " + order.What);
            return Task.CompletedTask;
        });
        using var bus = Configure.With(activator).Logging(logging => logging.None()).Transport(transport => transport.UsePostgreSql(database, "messages", "orders")).Start();
        Console.WriteLine(await taken.Task);
    }

    private sealed record Order(string What);

    private sealed record Receipt(string Text);
}
