using Coravel;
using Coravel.Invocable;
using LiteDB;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders();
builder.Services.AddScheduler();
builder.Services.AddSingleton<TaskCompletionSource>();
builder.Services.AddTransient<Sweep>();
using var host = builder.Build();
host.Services.UseScheduler(scheduler => scheduler.Schedule<Sweep>().Monthly().RunOnceAtStart());
await host.StartAsync();
await host.Services.GetRequiredService<TaskCompletionSource>().Task;
await host.StopAsync();
Console.WriteLine("swept");

public sealed class Sweep(TaskCompletionSource done) : IInvocable
{
    public Task Invoke()
    {
        using var database = new LiteDatabase(":memory:");
        var orders = database.GetCollection<Order>("orders");
        orders.Insert(new Order { Id = 1, What = "ham" });
        orders.Update(new Order { Id = 1, What = "rye" });
        Console.WriteLine(orders.FindById(1).What);
        orders.Delete(1);
        done.TrySetResult();
        return Task.CompletedTask;
    }
}

public sealed class Order
{
    public int Id { get; set; }
    public string What { get; set; } = "";
}
