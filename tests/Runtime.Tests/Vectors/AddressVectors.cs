using DdRun.Configuration;

namespace DdRun.Runtime.Tests.Vectors;

public class AddressVectors
{
    [Theory]
    [VectorData("agent_url")]
    public void Addresses(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        var settings = vector.Settings([.. vector["existing_sockets"]!.AsArray().Select(s => s!.GetValue<string>())]);
        Assert.True(AgentAddress.TryParse(vector.Text("trace_agent_url")!, out var agent, out _));
        Assert.True(StatsdAddress.TryParse(vector.Text("dogstatsd_url")!, out var statsd, out _));
        Assert.Equal(agent, settings.AgentUrl);
        Assert.Equal(statsd, settings.DogStatsdUrl);
        Assert.Equal(agent!.ToString(), settings.AgentUrl.ToString());
    });

    [Theory]
    [VectorData("intake_url_validation")]
    public void Intake_urls(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        var ok = AgentAddress.TryParse(vector.Text("url")!, out var address, out var error);
        Assert.Equal(vector["ok"]?.GetValue<bool>() ?? false, ok);
        Assert.Equal(vector.Text("error"), error);
        Assert.Equal(ok, address != null);
    });
}
