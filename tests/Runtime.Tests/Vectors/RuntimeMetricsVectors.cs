using System.Text.Json.Nodes;
using DdRun.Configuration;
using DdRun.Identity;
using DdRun.Metrics;
using DdRun.Metrics.DogStatsd.Lines;
using DdRun.Runtime.Tests.Metrics;

namespace DdRun.Runtime.Tests.Vectors;

/// <summary>
/// The facts about runtime metrics. Names, types and interval are those of Datadog's .NET tracer where it has the metric:
/// <c>runtime.dotnet.*</c>, gauges and counts. What is true of every line, and how reporting behaves, is the same.
/// </summary>
[Collection("RuntimeMetrics")]
public sealed class RuntimeMetricsVectors : IDisposable
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(50);

    private static readonly Dictionary<string, string> s_counterparts = new()
    {
        ["runtime.python.gc.count.gen0"] = "runtime.dotnet.gc.count.gen0",
        ["runtime.python.gc.count.gen1"] = "runtime.dotnet.gc.count.gen1",
        ["runtime.python.gc.count.gen2"] = "runtime.dotnet.gc.count.gen2",
        ["runtime.python.thread_count"] = "runtime.dotnet.threads.count",
        ["runtime.python.mem.rss"] = "runtime.dotnet.mem.rss",
        ["runtime.python.cpu.time.sys"] = "runtime.dotnet.cpu.system",
        ["runtime.python.cpu.time.user"] = "runtime.dotnet.cpu.user",
        ["runtime.python.cpu.percent"] = "runtime.dotnet.cpu.percent",
        ["runtime.python.cpu.ctx_switch.voluntary"] = "runtime.dotnet.cpu.ctx_switch.voluntary",
        ["runtime.python.cpu.ctx_switch.involuntary"] = "runtime.dotnet.cpu.ctx_switch.involuntary",
    };

    private readonly StatsdServer _server = StatsdServer.UnixDatagram();
    private readonly Settings _before = Settings.Current;

    public void Dispose()
    {
        RuntimeMetrics.Disable();
        Settings.Current = _before;
        _server.Dispose();
    }

    [Theory]
    [VectorData("runtime_metrics")]
    public async Task Facts(VectorCase vector)
    {
        switch (vector.Section)
        {
            case VectorDataAttribute.Absent:
                break;
            case "names":
                await Names(vector.Data.AsArray());
                break;
            case "interval_seconds":
                Assert.Equal(vector.Data.GetValue<double>(), new Settings(_ => null, fileExists: _ => false).RuntimeMetricsInterval.TotalSeconds);
                break;
            case "packet_examples":
                Example(vector);
                break;
            case "behaviours":
                await Behaviour(vector.Id);
                break;
            case var section when section.Contains("wire_type", StringComparison.Ordinal):
                RuntimeMetrics.Enable(_server.Url, s_short);
                Assert.Equal("g", (await _server.First("runtime.dotnet.threads.count")).Type);
                break;
            default:
                Assert.Fail($"Section {vector.Section} is not known.");
                break;
        }
    }

    private async Task Names(JsonArray names)
    {
        RuntimeMetrics.Enable(_server.Url, s_short);
        var expected = names.Select(n => s_counterparts[n!.GetValue<string>()]).ToHashSet();
        await _server.Lines.WaitFor(lines => expected.IsSubsetOf(lines.Select(l => l.Name)), "all counterparts");
    }

    private static void Example(VectorCase vector)
    {
        var settings = Settings.Current = vector.Settings();
        var end = System.Text.Encoding.UTF8.GetString(LineEnd.ForRuntimeMetrics(settings).WithoutTags).TrimEnd('\n');
        var tags = end[2..].Split('|')[0].Split(',').ToList();
        if (vector.Text("line") is { } line)
            foreach (var tag in line.Split("|#")[1].Split(','))
                Assert.Contains(tags, t => DotNet(tag) is var expected && (t == expected || (expected.EndsWith(':') && t.StartsWith(expected, StringComparison.Ordinal))));
        foreach (var tag in vector["tags_additionally"]?.AsArray() ?? [])
            Assert.Contains(tag!.GetValue<string>().Replace("<32 hex>", ProcessInfo.RuntimeId, StringComparison.Ordinal), tags);
        if (vector.Text("first_tag") is { } first)
            Assert.Equal(first, tags[0]);
        if (vector["container_field_absent"] != null)
            Assert.DoesNotContain("|c:", end, StringComparison.Ordinal);
        foreach (var tag in vector["tags_contain"]?.AsArray() ?? [])
            Assert.Contains(tag!.GetValue<string>() is var expected && expected.StartsWith("service:<", StringComparison.Ordinal) ? "service:" + MetricText.Tag(settings.Service) : expected, tags);
    }

    // The runtime's own facts differ; that they are given does not.
    private static string DotNet(string tag) => tag.Split(':')[0] switch
    {
        "service" or "env" or "version" or "svc.user" => tag,
        "entrypoint.type" or "entrypoint.basedir" or "entrypoint.name" or "entrypoint.workdir" or "lang" or "lang_interpreter" or "lang_version" or "tracer_version" => tag.Split(':')[0] + ":",
        _ => tag,
    };

    private async Task Behaviour(string id)
    {
        switch (id)
        {
            case "rm-enable-idempotent":
                using (var other = StatsdServer.UnixDatagram())
                {
                    RuntimeMetrics.Enable(_server.Url, s_short);
                    RuntimeMetrics.Enable(other.Url, s_short);
                    await _server.First("runtime.dotnet.threads.count");
                    RuntimeMetrics.Disable();
                    Assert.Empty(other.Packets.Items);
                }
                break;
            case "rm-disable-idempotent":
                RuntimeMetrics.Disable();
                Assert.False(RuntimeMetrics.IsEnabled);
                break;
            case "rm-enable-url":
                Use(("DD_DOGSTATSD_URL", "udp://127.0.0.1:1"), ("DD_AGENT_HOST", "nowhere.invalid"));
                RuntimeMetrics.Enable(_server.Url, s_short);
                await _server.First("runtime.dotnet.threads.count");
                break;
            case "rm-env-false":
                Use(("DD_RUNTIME_METRICS_ENABLED", "false"));
                Assert.False(Settings.Current.RuntimeMetricsEnabled);
                RuntimeMetrics.Enable(_server.Url, s_short);
                await _server.First("runtime.dotnet.threads.count");
                break;
            case "rm-independent-of-tracing":
                Use(("DD_TRACE_ENABLED", "false"));
                RuntimeMetrics.Enable(_server.Url, s_short);
                await _server.First("runtime.dotnet.threads.count");
                break;
            case "rm-one-flush-one-datagram":
                RuntimeMetrics.Enable(_server.Url, TimeSpan.FromHours(1));
                Assert.Empty(_server.Packets.Items);
                RuntimeMetrics.Disable();
                await _server.First("runtime.dotnet.threads.count");
                Assert.Contains(_server.Packets.Items, p => System.Text.Encoding.UTF8.GetString(p).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length > 5);
                break;
            case "rm-agent-down":
                await AgentDown();
                break;
            case "rm-config-change":
                Use(("DD_SERVICE", "old"), ("DD_ENV", "a"));
                RuntimeMetrics.Enable(_server.Url, s_short);
                await _server.Lines.WaitForAny(l => l.Tag("service") == "old", "the old service");
                Use(("DD_SERVICE", "new"));
                Assert.Null((await _server.Lines.WaitForAny(l => l.Tag("service") == "new", "the new service")).Tag("env"));
                break;
            case "rm-fork":
                // .NET does not fork: what carries over is that each process has an id of its own.
                Assert.Matches("^[0-9a-f]{32}$", ProcessInfo.RuntimeId);
                break;
            default:
                Assert.Fail($"Nobody has said what {id} means here.");
                break;
        }
    }

    private static async Task AgentDown()
    {
        var path = StatsdServer.NewPath();
        RuntimeMetrics.Enable("unix://" + path, s_short);
        using var late = StatsdServer.UnixDatagram(path);
        await late.First("runtime.dotnet.threads.count");
        RuntimeMetrics.Disable();
    }

    private static void Use(params (string Name, string Value)[] environment)
    {
        var values = environment.ToDictionary(pair => pair.Name, pair => pair.Value);
        Settings.Current = new(values.GetValueOrDefault, fileExists: _ => false);
    }
}
