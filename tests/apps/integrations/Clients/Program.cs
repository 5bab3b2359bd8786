using Flurl.Http;
using Refit;
using RestSharp;

var url = args[0].TrimEnd('/');
Console.WriteLine(await RestService.For<IBakery>(url).Get("rye"));
using (var rest = new RestClient(url))
    Console.WriteLine((await rest.ExecuteAsync(new RestRequest("loaves/{name}").AddUrlSegment("name", "oat"))).Content);
Console.WriteLine(await $"{url}/loaves/wheat".GetStringAsync());

public interface IBakery
{
    [Get("/loaves/{name}")]
    Task<string> Get(string name);
}
