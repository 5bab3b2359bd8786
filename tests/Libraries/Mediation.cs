using MediatR;
using MediatR.Pipeline;

namespace Libraries;

/// <summary>Requests, notifications and a pipeline, as MediatR's documentation shows them, without a container.</summary>
internal static class Mediation
{
    public static async Task<string> Work()
    {
        var heard = new List<string>();
        var services = new Dictionary<Type, object>
        {
            [typeof(IRequestHandler<Price, decimal>)] = new Till(),
            [typeof(IEnumerable<IPipelineBehavior<Price, decimal>>)] = new IPipelineBehavior<Price, decimal>[] { new Discount(), new RequestPreProcessorBehavior<Price, decimal>([]) },
            [typeof(IEnumerable<INotificationHandler<Sold>>)] = new INotificationHandler<Sold>[] { new Ledger("a", heard), new Ledger("b", heard) },
        };
        var mediator = new Mediator(type => services.TryGetValue(type, out var service) ? service : throw new InvalidOperationException(type.Name));
        var price = await mediator.Send(new Price("ham"));
        await mediator.Publish(new Sold("ham"));
        try
        {
            await mediator.Send(new Price("unicorn"));
        }
        catch (KeyNotFoundException e)
        {
            heard.Add(e.Message);
        }
        return price + string.Join(",", heard);
    }

    private sealed record Price(string Kind) : IRequest<decimal>;

    private sealed record Sold(string Kind) : INotification;

    private sealed class Till : IRequestHandler<Price, decimal>
    {
        public async Task<decimal> Handle(Price request, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return request.Kind == "ham" ? 4.50m : throw new KeyNotFoundException(request.Kind);
        }
    }

    private sealed class Discount : IPipelineBehavior<Price, decimal>
    {
        public async Task<decimal> Handle(Price request, CancellationToken cancellationToken, RequestHandlerDelegate<decimal> next) => await next() - 1;
    }

    private sealed class Ledger(string name, List<string> heard) : INotificationHandler<Sold>
    {
        public Task Handle(Sold notification, CancellationToken cancellationToken)
        {
            heard.Add(name + notification.Kind);
            return Task.CompletedTask;
        }
    }
}
