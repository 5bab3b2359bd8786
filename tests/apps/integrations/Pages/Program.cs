using Pages;

var isLive = args is ["live"];
var builder = WebApplication.CreateBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
var components = builder.Services.AddRazorComponents();
if (isLive)
    components.AddInteractiveServerComponents();
await using var app = builder.Build();
app.UseAntiforgery();
if (isLive)
    app.MapRazorComponents<Live>().AddInteractiveServerRenderMode();
else
    app.MapRazorComponents<Page>();
await app.StartAsync();
using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
client.DefaultRequestHeaders.Add("x-datadog-tracing-enabled", "false");
if (isLive)
{
    using var visit = new Visit(client.BaseAddress);
    await visit.Open("/oven/rye", await client.GetStringAsync("/oven/rye"));
    var renderer = long.Parse(await visit.Until("""__dotNetObject":(\d+)[\s\S]*raw"""));
    await visit.Click(renderer, 1);
    Console.WriteLine(await visit.Until("baked rye"));
    await visit.GoTo("/bakery/oat");
    Console.WriteLine(await visit.Until("oat"));
    await visit.Leave();
}
else
{
    Console.WriteLine((await client.GetStringAsync("/bakery/rye")).Contains("<b>rye</b>", StringComparison.Ordinal));
}
await app.StopAsync();
