using System.Globalization;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Launcher.Launch;
using DdRun.Launcher.Cli;

namespace DdRun.Launcher.Info;

/// <summary>What <c>--info</c> shows: the configuration that a target started from here would have.</summary>
internal sealed class InfoReport(TextWriter output, Style style)
{
    private const string Unset = "none";

    public void Write(Settings settings, Home home, Func<string, string?> environment)
    {
        var otlp = settings.Otlp;
        var agent = otlp?.Traces is null ? AgentCheck.Run(settings) : null;
        var receivers = OtlpCheck.Run(otlp);

        output.WriteLine(Product.Line);
        Heading("Tracer");
        Row("Tracing", OnOff(settings.TraceEnabled));
        Row("Writing traces to", otlp?.Traces is { } traces ? traces.Url + " by OTLP" : settings.AgentUrl.ToString());
        if (agent is not null)
            Row("Agent", agent.Reachable == true ? "reachable" + (agent.Version is { } version ? ", version " + version : "")
                : agent.Reachable == false ? style.Error(agent.Error) : agent.Error);
        Row("Log level", settings.LogLevel.ToString().ToLowerInvariant());
        Row("Log files", LogFiles(settings, environment));
        foreach (var receiver in receivers)
            Row("Receiver", receiver.Error is null ? $"{receiver.Url}, {receiver.NotAsked ?? "reachable"}" : style.Error(receiver.Url + ": " + receiver.Error));
        Row("Writing logs to", otlp?.Logs is { } logs ? logs.Url + " by OTLP" : null);
        Row("Log injection", OnOff(settings.LogsInjection));
        Row("Sampling rules", settings.SamplingRules);
        Row("Span sampling rules", settings.SpanSamplingRules);
        Row("Rate limit", string.Create(CultureInfo.InvariantCulture, $"{settings.RateLimit} traces a second"));
        Row("Partial flushing", settings.PartialFlushEnabled ? $"from {settings.PartialFlushMinSpans} spans on" : "off");
        Row("Propagation, inject", string.Join(", ", settings.PropagationInject).ToLowerInvariant());
        Row("Propagation, extract", string.Join(", ", settings.PropagationExtract).ToLowerInvariant());
        Heading("Metrics");
        Row("Runtime metrics", OnOff(settings.RuntimeMetricsEnabled));
        Row("Health metrics", OnOff(settings.HealthMetricsEnabled));
        Row("Sending metrics to", otlp?.Metrics is { } metrics ? metrics.Url + " by OTLP" : settings.DogStatsdUrl.ToString());
        Heading("Tagging");
        Row("Service", settings.ConfiguredService);
        Row("Env", settings.Env);
        Row("Version", settings.Version);
        Row("Global tags", string.Join(", ", settings.GlobalTags.Select(tag => $"{tag.Key}:{tag.Value}")));
        Heading("Injection");
        Row("Home", home.Folder);
        Row("Startup hook", Presence(home.Hook));
        Row("Native library", Presence(home.FindNativeLibrary(Home.OwnRid) ?? home.NativeLibrary(Home.OwnRid)));
        Row("Manifest", settings.Manifests ?? "dd-run.json beside the app");
        Heading("Summary");
        WriteSummary(settings, agent, receivers, home, environment);
    }

    private void WriteSummary(Settings settings, AgentCheck? agent, IReadOnlyList<OtlpCheck> receivers, Home home, Func<string, string?> environment)
    {
        var preconditions = new Preconditions(home, environment);
        preconditions.Check(null, []);
        var quiet = true;
        if (agent is { Reachable: false })
            Say(style.Error($"The agent does not answer at {settings.AgentUrl}: traces would be lost. Start one, set --agent-url, or try --local."));
        foreach (var receiver in receivers)
            if (receiver.Error is not null)
                Say(style.Error($"No receiver answers at {receiver.Url}: what goes there would be lost. Start one, or set --endpoint."));
        foreach (var problem in preconditions.Problems)
            Say(style.Error(problem));
        foreach (var problem in settings.Problems)
            Say(style.Warning(problem.ToString() ?? ""));
        if (settings.ConfiguredService is null)
            Say(style.Warning("No service is set (--service, DD_SERVICE): the name of the app will be used."));
        if (settings.Env is null)
            Say(style.Warning("No environment is set (--env, DD_ENV)."));
        if (settings.Version is null)
            Say(style.Warning("No version is set (--version-tag, DD_VERSION)."));
        if (quiet)
            output.WriteLine("  All is well.");

        void Say(string text)
        {
            quiet = false;
            output.WriteLine("  " + text);
        }
    }

    private void Heading(string text)
    {
        output.WriteLine();
        output.WriteLine(style.Heading(text));
    }

    private void Row(string name, string? value) => output.WriteLine($"  {(name + ":").PadRight(22)} {(string.IsNullOrEmpty(value) ? Unset : value)}");

    private string Presence(string file) => File.Exists(file) ? file : style.Error($"{file} is missing");

    private static string LogFiles(Settings settings, Func<string, string?> environment)
    {
        if (settings.LogSinks is { } sinks && !LogSinks.Names(sinks, LogSinks.File))
            return $"none (DD_TRACE_LOG_SINKS={sinks})";
        return (settings.LogDirectory ?? LogFolder.Default(environment)) is { } folder ? Path.Combine(folder, LogFile.Pattern) : Unset;
    }

    private static string OnOff(bool value) => value ? "on" : "off";
}
