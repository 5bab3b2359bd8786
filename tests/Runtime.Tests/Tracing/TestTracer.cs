using DdRun.Configuration;
using DdRun.Testing;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Tracing;

/// <summary>A tracer of a test's own, with settings from pairs.</summary>
internal sealed class TestTracer
{
    public TestTracer(params (string Name, string Value)[] environment)
    {
        Core = new TracerCore(SettingsOf(environment), Writer);
    }

    public RecordingWriter Writer { get; } = new();
    public TracerCore Core { get; }

    public Span Trace(string name, string? service = null, string? resource = null, string? type = null) =>
        Core.Begin(name, service, resource, type);

    public static Settings SettingsOf(params (string Name, string Value)[] environment)
    {
        var values = environment.ToDictionary(pair => pair.Name, pair => pair.Value);
        values.TryAdd("DD_SERVICE", "test-service");
        return new Settings(name => values.GetValueOrDefault(name));
    }

    /// <summary>The tests share their processors with their agent, which may take longer to answer than a real one.</summary>
    public static Settings SettingsFor(TestAgent agent, params (string Name, string Value)[] environment) =>
        SettingsOf([("DD_TRACE_AGENT_URL", agent.Url), ("DD_TRACE_AGENT_TIMEOUT_SECONDS", "60"), .. environment]);
}
