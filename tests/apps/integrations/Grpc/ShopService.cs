using Grpc.Core;

namespace Sandwiches;

internal sealed class ShopService : Shop.ShopBase
{
    public override async Task<Sandwich> Order(Bread request, ServerCallContext context)
    {
        await context.WriteResponseHeadersAsync(new Metadata { { "oven", "hot" } });
        context.ResponseTrailers.Add("crumbs", "few");
        return Make(request);
    }

    public override Task<Sandwich> Weigh(Bread request, ServerCallContext context) => Task.FromResult(Make(request));

    public override async Task<Sandwich> Stack(IAsyncStreamReader<Bread> requestStream, ServerCallContext context)
    {
        var names = new List<string>();
        await foreach (var bread in requestStream.ReadAllAsync())
            names.Add(bread.Name);
        return new() { Name = string.Join('+', names) };
    }

    public override async Task Menu(Bread request, IServerStreamWriter<Sandwich> responseStream, ServerCallContext context)
    {
        foreach (var topping in (string[])["ham", "cheese"])
            await responseStream.WriteAsync(new() { Name = $"{topping} on {request.Name}" });
    }

    public override async Task Talk(IAsyncStreamReader<Bread> requestStream, IServerStreamWriter<Sandwich> responseStream, ServerCallContext context)
    {
        await foreach (var bread in requestStream.ReadAllAsync())
            await responseStream.WriteAsync(Make(bread));
    }

    public override Task<Sandwich> Refuse(Bread request, ServerCallContext context) =>
        throw new RpcException(new Status(StatusCode.NotFound, $"no such bread: {request.Name}"), new Metadata { { "crumbs", "none" } });

    public override async Task<Sandwich> Burn(Bread request, ServerCallContext context)
    {
        await Task.Yield();
        throw new InvalidOperationException("the oven is on fire");
    }

    public override async Task<Sandwich> Rise(Bread request, ServerCallContext context)
    {
        await Task.Delay(Timeout.Infinite, context.CancellationToken);
        return Make(request);
    }

    public override async Task Bake(Bread request, IServerStreamWriter<Sandwich> responseStream, ServerCallContext context)
    {
        await responseStream.WriteAsync(Make(request));
        await Task.Delay(Timeout.Infinite, context.CancellationToken);
    }

    private static Sandwich Make(Bread bread) => new() { Name = bread.Name + " sandwich" };
}
