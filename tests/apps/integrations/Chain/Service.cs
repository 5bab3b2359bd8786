namespace Chain;

/// <summary>What the two web services have in common.</summary>
internal static class Service
{
    public static async Task Run(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        // The whole exception is the body of a 500.
        app.UseDeveloperExceptionPage();
        map(app);
        await app.StartAsync();
        Console.WriteLine("listening on " + app.Urls.First());
        await app.WaitForShutdownAsync();
    }
}
