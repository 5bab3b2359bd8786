using Dapr.Client;
using Flurl.Http;
#if !OLD
using InfluxDB.Client;
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

public interface IBakery
{
    [Get("/loaves/{name}")]
    Task<string> Get(string name);
}
