using System.Net;
using System.Net.Http.Headers;

namespace Sandwiches;

/// <summary>Calls without the library, and more patiently than it: the deadline is the server's to watch.</summary>
internal static class Stranger
{
    public static async Task Call(Uri shop)
    {
        using var client = new HttpClient();
        // No compression, and a message of no bytes.
        using var content = new ByteArrayContent(new byte[5]) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(shop, "/sandwich.v1.Shop/Rise"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
            Headers = { { "te", "trailers" }, { "grpc-timeout", "100m" } },
        };
        using var response = await client.SendAsync(request);
        // An answer without a message has its status among the headers.
        Console.WriteLine("stranger: " + string.Join(',', response.Headers.GetValues("grpc-status")));
    }
}
