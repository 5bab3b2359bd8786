using Dapr.Client;
using Flurl.Http;
#if !OLD
using InfluxDB.Client;
using Microsoft.Extensions.DependencyInjection;
#endif
using Refit;
using RestSharp;

var url = args[0].TrimEnd('/');
Console.WriteLine(await RestService.For<IBakery>(url).Get("rye"));
using (var rest = new RestClient(url))
    Console.WriteLine((await rest.ExecuteAsync(new RestRequest("loaves/{name}").AddUrlSegment("name", "oat"))).Content);
Console.WriteLine(await $"{url}/loaves/wheat".GetStringAsync());
using (var dapr = DaprClient.CreateInvokeHttpClient("bakery", url))
    Console.WriteLine(await dapr.GetStringAsync("/loaves/spelt"));
#if !OLD
using (var influx = new InfluxDBClient(url, "token"))
    Console.WriteLine(await influx.GetQueryApi().QueryRawAsync("from(bucket: \"bakery\")", org: "shop"));
using (var influx = new InfluxDB3.Client.InfluxDBClient(url, "token", database: "bakery"))
    await influx.WriteRecordAsync("loaves baked=1");
#endif

#if !OLD
Console.WriteLine(await new RestEase.RestClient(url).For<IMill>().Get("emmer"));
var services = new ServiceCollection();
services.AddHttpClient("bakery").AddStandardResilienceHandler();
await using (var provider = services.BuildServiceProvider())
    Console.WriteLine(await provider.GetRequiredService<IHttpClientFactory>().CreateClient("bakery").GetStringAsync($"{url}/loaves/einkorn"));
#endif

#if !OLD
public interface IMill
{
    [RestEase.Get("loaves/{name}")]
    Task<string> Get([RestEase.Path] string name);
}
#endif

public interface IBakery
{
    [Get("/loaves/{name}")]
    Task<string> Get(string name);
}
