using Pages;

var builder = WebApplication.CreateBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddRazorComponents();
await using var app = builder.Build();
app.UseAntiforgery();
app.MapRazorComponents<Page>();
await app.StartAsync();
using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
client.DefaultRequestHeaders.Add("x-datadog-tracing-enabled", "false");
Console.WriteLine((await client.GetStringAsync("/bakery/rye")).Contains("<b>rye</b>", StringComparison.Ordinal));
await app.StopAsync();
