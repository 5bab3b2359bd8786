using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

public sealed class Oven
{
    private static readonly HttpClient s_client = new();

    [Function("Bake")]
    public async Task<IActionResult> Bake([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "loaves/{name}")] HttpRequest request)
    {
        Console.WriteLine(await s_client.GetStringAsync(new Uri(request.Headers["mill"].ToString())));
        return new OkObjectResult(request.RouteValues["name"]);
    }
}
