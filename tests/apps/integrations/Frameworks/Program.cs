using System.Net;
using System.Runtime.Serialization;
using Carter;
using FastEndpoints;
using Grpc.Net.Client;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OData;
using Microsoft.AspNetCore.OData.Query;
using Microsoft.AspNetCore.OData.Routing.Controllers;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.OData.ModelBuilder;
using ProtoBuf.Grpc.Client;
using ProtoBuf.Grpc.Configuration;
using ProtoBuf.Grpc.Server;

var model = new ODataConventionModelBuilder();
model.EntitySet<Loaf>("Loaves");
var builder = WebApplication.CreateBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(options =>
{
    options.Listen(IPAddress.Loopback, 0);
    options.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2);
});
builder.Services.AddCodeFirstGrpc();
builder.Services.AddFastEndpoints();
builder.Services.AddCarter();
builder.Services.AddControllers().AddOData(options => options.AddRouteComponents("odata", model.GetEdmModel()).Filter().Select());
builder.Services.AddTransient<ServiceFactory>(services => services.GetRequiredService!);
builder.Services.AddTransient<IMediator, Mediator>();
builder.Services.AddTransient<IRequestHandler<Bake, string>, Oven>();
await using var app = builder.Build();
app.MapFastEndpoints();
app.MapCarter();
app.MapControllers();
app.MapGet("/mediated/{what}", (string what, IMediator mediator) => mediator.Send(new Bake(what)));
app.MapGrpcService<Baker>();
await app.StartAsync();

using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
client.DefaultRequestHeaders.Add("x-datadog-tracing-enabled", "false");
foreach (var path in (string[])["/fast/rye", "/carter/rye", "/mediated/rye", "/odata/Loaves?$filter=Name eq 'rye'"])
    Console.WriteLine((int)(await client.GetAsync(path)).StatusCode);
using var channel = GrpcChannel.ForAddress(app.Urls.Last());
Console.WriteLine((await channel.CreateGrpcService<IBaker>().Bake(new Loaf { Id = 3, Name = "rye" })).Id);

[Service("Baker")]
public interface IBaker
{
    ValueTask<Loaf> Bake(Loaf loaf);
}

public sealed class Baker : IBaker
{
    public ValueTask<Loaf> Bake(Loaf loaf) => new(loaf);
}

public sealed record Bake(string What) : IRequest<string>;

public sealed class Oven : IRequestHandler<Bake, string>
{
    public Task<string> Handle(Bake request, CancellationToken cancellationToken) => Task.FromResult(request.What);
}

public sealed class FastLoaf : EndpointWithoutRequest<string>
{
    public override void Configure()
    {
        Get("/fast/{name}");
        AllowAnonymous();
    }

#if OLD
    public override Task HandleAsync(CancellationToken ct) => SendOkAsync(Route<string>("name")!, ct);
#else
    public override Task HandleAsync(CancellationToken ct) => Send.OkAsync(Route<string>("name")!, ct);
#endif
}

public sealed class CarterLoaf : ICarterModule
{
    public void AddRoutes(IEndpointRouteBuilder app) => app.MapGet("/carter/{name}", (string name) => name);
}

[DataContract]
public sealed class Loaf
{
    [DataMember(Order = 1)]
    public int Id { get; set; }

    [DataMember(Order = 2)]
    public string Name { get; set; } = "";
}

public sealed class LoavesController : ODataController
{
    [EnableQuery]
    public IActionResult Get() => Ok(new[] { new Loaf { Id = 1, Name = "rye" }, new Loaf { Id = 2, Name = "oat" } });
}
