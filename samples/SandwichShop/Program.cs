using Microsoft.Data.Sqlite;
using Newtonsoft.Json;
using SandwichShop;

SQLitePCL.Batteries_V2.Init();
using var database = new SqliteConnection("Data Source=shop;Mode=Memory;Cache=Shared");
database.Open();

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var app = builder.Build();

var pantry = new Pantry(database.ConnectionString);
await pantry.FillAsync();
var orders = new OrderBook(database.ConnectionString);
await orders.OpenAsync();
var kitchen = new Kitchen(pantry, orders);

app.MapGet("/sandwich/{kind}", async (string kind) =>
{
    try
    {
        return Json(await kitchen.TakeOrderAsync(kind));
    }
    catch (OutOfIngredientsException exception)
    {
        return Json(new { error = exception.Message }, StatusCodes.Status409Conflict);
    }
});
app.MapGet("/orders", async () => Json(await orders.AllAsync()));

await app.StartAsync();
Console.WriteLine($"Sandwiches at {app.Urls.First()}/sandwich/blt");
await app.WaitForShutdownAsync();

static IResult Json(object value, int status = StatusCodes.Status200OK) =>
    Results.Text(JsonConvert.SerializeObject(value), "application/json", statusCode: status);
