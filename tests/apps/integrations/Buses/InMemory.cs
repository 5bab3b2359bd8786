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

    private sealed record Order(string What);

    private sealed record Receipt(string Text);
}
