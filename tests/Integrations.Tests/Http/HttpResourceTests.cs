using DdRun.Instrumentation.Integrations.Http;

namespace DdRun.Integrations.Tests.Http;

public sealed class HttpResourceTests
{
    [Theory]
    [InlineData("http://shop:8080/orders/17/items?x=1", "GET shop:8080/orders/?/items")]
    [InlineData("https://shop/orders/6f9619ff-8b86-d011-b42d-00cf4fc964ff", "GET shop/orders/?")]
    [InlineData("https://shop/v2/cab/abc123", "GET shop/v2/cab/abc123")]
    [InlineData("https://shop/files/deadbeefdeadbeef0", "GET shop/files/?")]
    [InlineData("https://shop", "GET shop/")]
    [InlineData("https://shop/2024-01-01/", "GET shop/?/")]
    public void Ids_in_the_path_are_left_out(string url, string resource) =>
        Assert.Equal(resource, HttpResource.Of("GET", new Uri(url)));
}
