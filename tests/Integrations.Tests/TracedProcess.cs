using DdRun.Configuration;
using DdRun.Hosting;
using DdRun.Instrumentation.Manifests;
using DdRun.Testing;
using DdRun.Tracing;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace DdRun.Integrations.Tests;

/// <summary>This process with the integrations started in it; every test sees the spans that finish while it runs.</summary>
public abstract class TracedProcess : IDisposable
{
    private static readonly Dictionary<string, string> s_environment = new()
    {
        ["DD_SERVICE"] = "tests",
        ["DD_ENV"] = "here",
        ["DD_VERSION"] = "1.2.3",
        ["DD_TRACE_OTEL_ENABLED"] = "true",
    };

    private static readonly Lazy<Settings> s_started = new(() =>
    {
        var settings = new Settings(s_environment.GetValueOrDefault);
        Settings.Current = settings;
        var rules = new RuleSet(EmbeddedManifests.None);
        rules.AddManifest(Path.Combine(Repository.Root, "tests", "Integrations.Tests", "Activities", "depot.json"));
        Instrumentation.Integrations.Registry.KnownIntegrations.Start(settings, rules);
        return settings;
    });

    private Capture _capture = new();

    protected TracedProcess()
    {
        _ = new System.Diagnostics.ActivitySource("loads the assembly");
        ProcessTracer.Current = new TracerCore(s_started.Value, _capture);
    }

    internal Recorder<Span> Finished => _capture.Spans;

    internal async Task<Span> Span(string name) => await Finished.WaitForAny(span => span.Name == name, $"a span '{name}'");

    /// <summary>Lets go of the spans that were recorded.</summary>
    internal void Forget() => _capture = new();

    public void Dispose() => GC.SuppressFinalize(this);

    private sealed class Capture : ITraceWriter
    {
        public Recorder<Span> Spans { get; } = new();

        public void Write(Span first, Span last, int count, int weight)
        {
            var spans = new List<Span>();
            for (var span = first; span is not null; span = span.Next)
                spans.Add(span);
            Spans.AddRange(spans);
        }
    }
}
