namespace Chain;

/// <summary>Takes orders and passes them on.</summary>
internal static class Counter
{
    public static async Task Run(Uri kitchen)
    {
        using var client = new HttpClient { BaseAddress = kitchen };
        await Service.Run(app => app.MapGet("/orders/{id:int}", (int id) => client.GetStringAsync(new Uri($"/sandwiches/{id}", UriKind.Relative))));
    }
}
