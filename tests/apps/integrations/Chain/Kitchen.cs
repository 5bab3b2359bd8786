namespace Chain;

/// <summary>Has the oven bake what is ordered.</summary>
internal static class Kitchen
{
    public static Task Run(Uri oven) => Service.Run(
        app => app.MapGet("/sandwiches/{id:int}", async (int id, Baker.BakerClient baker) => (await baker.BakeAsync(new() { Id = id })).Text),
        services => services.AddGrpcClient<Baker.BakerClient>(options => options.Address = oven));
}
