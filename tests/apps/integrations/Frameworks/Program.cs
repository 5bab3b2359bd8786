using Carter;
using FastEndpoints;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OData;
using Microsoft.AspNetCore.OData.Query;
using Microsoft.AspNetCore.OData.Routing.Controllers;
using Microsoft.OData.ModelBuilder;

var model = new ODataConventionModelBuilder();
model.EntitySet<Loaf>("Loaves");
var builder = WebApplication.CreateBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
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
await app.StartAsync();

using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
client.DefaultRequestHeaders.Add("x-datadog-tracing-enabled", "false");
foreach (var path in (string[])["/fast/rye", "/carter/rye", "/mediated/rye", "/odata/Loaves?$filter=Name eq 'rye'"])
    Console.WriteLine((int)(await client.GetAsync(path)).StatusCode);

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

    public override Task HandleAsync(CancellationToken ct) => Send.OkAsync(Route<string>("name")!, ct);
}

public sealed class CarterLoaf : ICarterModule
{
    public void AddRoutes(IEndpointRouteBuilder app) => app.MapGet("/carter/{name}", (string name) => name);
}

public sealed class Loaf
{
    public int Id { get; set; }
    public string Name { get; set; } = "";
}

public sealed class LoavesController : ODataController
{
    [EnableQuery]
    public IActionResult Get() => Ok(new[] { new Loaf { Id = 1, Name = "rye" }, new Loaf { Id = 2, Name = "oat" } });
}
