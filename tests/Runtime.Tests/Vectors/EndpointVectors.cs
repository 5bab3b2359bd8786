using DdRun.Http;

namespace DdRun.Runtime.Tests.Vectors;

public class EndpointVectors
{
    [Theory]
    [VectorData("http_endpoint")]
    public void Endpoints_of_paths(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section != VectorDataAttribute.Absent)
            Assert.Equal(vector.Text("endpoint"), HttpEndpoint.OfUrl(vector.Text("url")!));
    });

    [Theory]
    [VectorData("http_referrer")]
    public void Hosts_of_referrers(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section != VectorDataAttribute.Absent)
            Assert.Equal(vector.Text("hostname"), Referrer.Host(vector.Text("referer")));
    });

    [Theory]
    [VectorData("log_level")]
    public void Levels_of_the_log(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section != VectorDataAttribute.Absent)
            Assert.Equal(vector.Text("level"), vector.Settings().LogLevel.ToString().ToLowerInvariant());
    });
}
