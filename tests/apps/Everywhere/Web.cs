namespace Everywhere;

internal static class Web
{
    public static async Task<string> Visit()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapGet("/greet/{whom}", (string whom) => Greeter.Greet(whom));
        await app.StartAsync();
        using var client = new HttpClient();
        var answer = await client.GetStringAsync($"{app.Urls.First()}/greet/visitor");
        await app.StopAsync();
        return answer;
    }
}
