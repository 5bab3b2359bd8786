using System.Net;
using Web;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.Logging.AddJsonConsole(options => options.IncludeScopes = true);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddHttpClient();
builder.Services.AddControllersWithViews();
builder.Services.AddRazorPages();
builder.Services.AddSignalR();

var app = builder.Build();
app.UseExceptionHandler("/sorry");
app.MapGet("/hello/{name}", (string name) => "Hello, " + name);
app.MapGet("/sorry", () => Results.StatusCode(500));
app.MapGet("/fails", string () => throw new InvalidOperationException("out of bread"));
app.MapGet("/relay", async (string to, IHttpClientFactory clients) => await clients.CreateClient().GetStringAsync(to));
#pragma warning disable SYSLIB0014 // Some programs still use it.
app.MapGet("/old", (string to) =>
{
    using var answer = WebRequest.Create(to).GetResponse();
    using var reader = new StreamReader(answer.GetResponseStream());
    return reader.ReadToEnd();
});
#pragma warning restore SYSLIB0014
app.MapGet("/logs", (ILogger<Program> log) =>
{
    log.LogWarning("Bread is running {Level}", "low");
    return "logged";
});
app.MapGet("/headers", (HttpRequest request) => string.Join('\n', request.Headers.Select(header => $"{header.Key}: {header.Value}")));
app.MapControllers();
app.MapControllerRoute("default", "{controller=Home}/{action=Index}/{id?}");
app.MapRazorPages();
app.MapHub<Counter>("/counter");

await app.StartAsync();
Console.WriteLine("listening on " + app.Urls.First());
await app.WaitForShutdownAsync();
