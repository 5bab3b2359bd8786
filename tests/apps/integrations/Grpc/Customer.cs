using Grpc.Core;

namespace Sandwiches;

/// <summary>Calls the shop in every way there is, and says what came of it.</summary>
internal sealed class Customer(Shop.ShopClient shop)
{
    private static readonly Bread s_rye = new() { Name = "rye" };

    public async Task Calls()
    {
        using (var call = shop.OrderAsync(s_rye, new Metadata { { "basket", "7" } }))
        {
            var headers = await call.ResponseHeadersAsync;
            Console.WriteLine($"Order: {(await call).Name}, {headers.GetValue("oven")}, {call.GetTrailers().GetValue("crumbs")}");
        }
        Console.WriteLine("Weigh: " + shop.Weigh(s_rye).Name);
        using (var call = shop.Stack())
        {
            foreach (var name in (string[])["rye", "ham", "rye"])
                await call.RequestStream.WriteAsync(new() { Name = name });
            await call.RequestStream.CompleteAsync();
            Console.WriteLine("Stack: " + (await call).Name);
        }
        using (var call = shop.Menu(s_rye))
        {
            await foreach (var sandwich in call.ResponseStream.ReadAllAsync())
                Console.WriteLine("Menu: " + sandwich.Name);
        }
        using (var call = shop.Talk())
        {
            foreach (var name in (string[])["rye", "wheat"])
            {
                await call.RequestStream.WriteAsync(new() { Name = name });
                await call.ResponseStream.MoveNext();
                Console.WriteLine("Talk: " + call.ResponseStream.Current.Name);
            }
            await call.RequestStream.CompleteAsync();
            Console.WriteLine("Talk: " + await call.ResponseStream.MoveNext());
        }
    }

    public async Task Trouble()
    {
        await Fails("Refuse", async () => await shop.RefuseAsync(s_rye));
        await Fails("Burn", async () => await shop.BurnAsync(s_rye));
        await Fails("Slice", async () => await shop.SliceAsync(s_rye));
        await Fails("Lock", async () => await shop.LockAsync(s_rye));
        await Fails("Rise", async () => await shop.RiseAsync(s_rye, deadline: DateTime.UtcNow.AddSeconds(2)));
        using var cancel = new CancellationTokenSource();
        using var call = shop.Bake(s_rye, cancellationToken: cancel.Token);
        await call.ResponseStream.MoveNext();
        await cancel.CancelAsync();
        await Fails("Bake", () => call.ResponseStream.MoveNext());
    }

    public Task Unknown(Bakery.BakeryClient bakery) => Fails("Knead", async () => await bakery.KneadAsync(s_rye));

    public Task Closed(Shop.ShopClient elsewhere) => Fails("Weigh", async () => await elsewhere.WeighAsync(s_rye));

    private static async Task Fails(string what, Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (RpcException e)
        {
            Console.WriteLine($"{what}: {e.StatusCode}");
        }
    }
}
