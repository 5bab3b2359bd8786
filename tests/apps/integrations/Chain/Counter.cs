namespace Chain;

/// <summary>Takes orders and passes them on.</summary>
internal static class Counter
{
    public static async Task Run(Uri kitchen)
    {
        using var client = new HttpClient { BaseAddress = kitchen };
        await Service.Run(app => app.MapGet("/orders/{id:int}", async (int id) =>
        {
            using var answer = await client.GetAsync(new Uri($"/sandwiches/{id}", UriKind.Relative));
            var text = await answer.Content.ReadAsStringAsync();
            return answer.IsSuccessStatusCode ? text : throw new HttpRequestException($"the kitchen answered {(int)answer.StatusCode}: {text}");
        }));
    }
}
