using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Functions;

public sealed class Oven
{
    private static readonly HttpClient s_client = new();

    [Function("Bake")]
    public async Task<HttpResponseData> Bake([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "loaves/{name}")] HttpRequestData request)
    {
        Console.WriteLine(await s_client.GetStringAsync(new Uri(request.Url, "/flour")));
        return request.CreateResponse(HttpStatusCode.OK);
    }

    [Function("Knead")]
    public void Knead([QueueTrigger("doughs")] string dough) => Console.WriteLine(dough);

    [Function("Clean")]
    public async Task Clean([TimerTrigger("0 0 3 * * *")] TimerInfo timer)
    {
        await Task.Yield();
        throw new InvalidOperationException(timer.IsPastDue ? "too late" : "no water");
    }
}
