using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DdRun.Identity;
using DdRun.Metrics.DogStatsd.Lines;
using DdRun.Metrics.DogStatsd.Transport;
using DdRun.Runtime.Tests.Metrics;

namespace DdRun.Runtime.Tests.Vectors;

public sealed partial class DogStatsdVectors
{
    [Theory]
    [VectorData("dogstatsd_wire")]
    public async Task Lines_on_the_wire(VectorCase vector)
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        using var server = StatsdServer.Udp();
        var expected = vector["packets"]!.AsArray().SelectMany(p => p!.GetValue<string>().Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Where(l => !CountOfNothing().IsMatch(l)).ToList();
        using var statsd = Client(vector, server.Url, out var prefix, out var constantTags);

        foreach (var line in expected)
            await Make(new(ContainerField().Replace(line, ""), prefix, constantTags), statsd, server, line);
        if (vector.Text("raises") != null)
            statsd.Event("title", new string('x', PacketWriter.LineLimit));
        statsd.Increment("end");
        statsd.Flush();
        // Nothing that was not sent can come after this.
        using var other = new Statsd(new() { Url = server.Url, Telemetry = false }, () => new(_ => null, fileExists: _ => false));
        other.Increment("after.the.end");
        other.Flush();
        await server.First("after.the.end");
        if (!Disabled(vector))
            await server.Lines.WaitForCount(expected.Count + 2);

        var sent = server.Lines.Items.Select(l => l.Line).Where(l => !l.StartsWith(prefix + "end:", StringComparison.Ordinal) && !l.StartsWith("after.the.end:", StringComparison.Ordinal));
        Assert.Equal(expected.Select(DotNetSpelling).Order(StringComparer.Ordinal), sent.Select(DotNetSpelling).Order(StringComparer.Ordinal));
    }

    [Theory]
    [VectorData("dogstatsd_limits")]
    public void Limits(VectorCase vector)
    {
        switch (vector.Section)
        {
            case VectorDataAttribute.Absent:
                break;
            case "udp_max_payload":
                Assert.Equal(vector.Data.GetValue<int>(), Fact(PacketLink.UdpLimit));
                break;
            case "uds_max_payload":
                Assert.Equal(vector.Data.GetValue<int>(), Fact(PacketLink.UnixLimit));
                break;
            case "event_max":
                Assert.Equal(vector.Data.GetValue<int>(), Fact(PacketWriter.LineLimit));
                break;
            default:
                Assert.Fail($"Nobody has said what {vector.Section} limits.");
                break;
        }

        static int Fact(int constant) => constant;
    }

    // A sampled call may be left out: it is made until it is not.
    private static async Task Make(DogStatsdCall call, Statsd statsd, StatsdServer server, string line)
    {
        call.Make(statsd);
        while (call.Rate < 1)
        {
            var seen = server.Lines.Items.Count;
            statsd.Flush();
            statsd.Increment("end");
            statsd.Flush();
            await server.Lines.WaitForCount(seen + 1);
            if (server.Lines.Items.Any(l => l.Line.StartsWith(line.Split(':')[0] + ":", StringComparison.Ordinal)))
                return;
            call.Make(statsd);
        }
    }

    private static Statsd Client(VectorCase vector, string url, out string prefix, out List<string> constantTags)
    {
        var environment = vector.Map("env");
        environment.TryAdd("DD_ORIGIN_DETECTION_ENABLED", vector.Text("container_id") == null ? "false" : "true");
        var constructor = vector["constructor"]?.AsObject() ?? [];
        var ownTags = constructor["constant_tags"]?.AsArray().Select(t => t!.GetValue<string>()).ToList() ?? [];
        var settings = new DdRun.Configuration.Settings(environment.GetValueOrDefault, fileExists: _ => false);
        constantTags = [.. ownTags, .. environment.GetValueOrDefault("DATADOG_TAGS")?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? []];
        foreach (var (name, tag) in new[] { ("DD_ENTITY_ID", "dd.internal.entity_id"), ("DD_ENV", "env"), ("DD_SERVICE", "service"), ("DD_VERSION", "version") })
            if (environment.TryGetValue(name, out var value) && value.Length > 0)
                constantTags.Add($"{tag}:{value}");
        var name_space = constructor["namespace"]?.GetValue<string>();
        prefix = string.IsNullOrEmpty(name_space) ? "" : name_space + ".";
        return new(new() { Url = url, Prefix = name_space, ConstantTags = ownTags, Telemetry = false, FlushInterval = TimeSpan.FromHours(1) }, () => settings);
    }

    private static bool Disabled(VectorCase vector) => vector["env"]?["DD_DOGSTATSD_DISABLE"]?.GetValue<string>().ToLowerInvariant() is "true" or "yes" or "1";

    /// <summary>The same number in .NET's shortest form, this process's container in place of the vector's, and no sampling of what only counts by its last value.</summary>
    private static string DotNetSpelling(string line)
    {
        line = SampledState().Replace(line, "$1");
        line = NumericValue().Replace(line, m => m.Groups[1].Value + double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture) + "|");
        return ContainerField().Replace(line, ProcessInfo.StatsdContainer is { } id ? "|c:" + id : "");
    }

    [GeneratedRegex(@"^([^_|][^:|]*:)(-?[0-9][0-9.eE+-]*)\|(?=(?:g|c|h|d|ms)\b)")]
    private static partial Regex NumericValue();

    // Is not sent: it would change nothing.
    [GeneratedRegex(@"^[^:|]+:-?0\|c(\||$)")]
    private static partial Regex CountOfNothing();

    [GeneratedRegex(@"(\|[gs])\|@[0-9.eE-]+")]
    private static partial Regex SampledState();

    [GeneratedRegex(@"\|c:[^|]*$")]
    private static partial Regex ContainerField();
}
