using System.CommandLine;
using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Cli;

/// <summary>Every option of <c>dd-run</c>, once: parsing, help and the split before the command all read this.</summary>
internal static class Options
{
    public static readonly Option<string[]> Manifest = new("--manifest", "-m")
    {
        HelpName = "FILE",
        Description = "What to trace, as JSON; may be given several times. Default: DD_RUN_MANIFEST, else dd-run.json beside the app.",
    };

    public static readonly Option<string> Service = Text("--service", "NAME", "Name of the service (DD_SERVICE).");

    public static readonly Option<string> Env = Text("--env", "NAME", "Environment, such as prod or staging (DD_ENV).");

    public static readonly Option<string> VersionTag = Text("--version-tag", "VERSION", "Version of the application (DD_VERSION).");

    public static readonly Option<string> AgentUrl =
        Text("--agent-url", "URL", "Where traces go: http://host:port or unix:///path (DD_TRACE_AGENT_URL). Default: http://localhost:8126.");

    public static readonly Option<string> Exporter = MakeExporter();

    public static readonly Option<string> Endpoint =
        Text("--endpoint", "URL", "The OTLP receiver, for --exporter otlp (OTEL_EXPORTER_OTLP_ENDPOINT). Default: http://localhost:4318.");

    public static readonly Option<bool> RuntimeMetrics =
        Switch("--runtime-metrics", "Send metrics of the .NET runtime: GC, threads, CPU, memory (DD_RUNTIME_METRICS_ENABLED).");

    public static readonly Option<bool> Local =
        Switch("--local", "No agent needed: show each trace as a tree on stderr and, at exit, the runtime metrics.");

    public static readonly Option<bool> Ui =
        Switch("--ui", "With --local: show it all on a page in the browser, which stays open until Ctrl-C.");

    public static readonly Option<bool> Debug = Switch("--debug", "Log every decision (DD_TRACE_DEBUG).", "-d");

    public static readonly Option<bool> Strict =
        Switch("--strict", "Refuse to start (exit code 125) when the target could not be traced; without it, it runs untraced.");

    public static readonly Option<bool> Info = Switch("--info", "Show the configuration, check that the agent is reachable, and exit.", "-i");

    public static readonly Option<bool> Colorless = Switch("--colorless", "No colors, whatever the terminal can do.", "-nc");

    public static readonly Option<bool> Version = Switch("--version", "Show the version and exit.", "-v");

    public static readonly Option<bool> Help = Switch("--help", "Show this and exit.", "-h");

    public static readonly IReadOnlyList<Option> All =
        [Manifest, Service, Env, VersionTag, AgentUrl, Exporter, Endpoint, RuntimeMetrics, Local, Ui, Strict, Debug, Info, Colorless, Version, Help];

    public static bool TakesValue(Option option) => option.ValueType != typeof(bool);

    public static Option? Find(ReadOnlySpan<char> name)
    {
        foreach (var option in All)
            if (name.SequenceEqual(option.Name) || option.Aliases.Any(name.ToString().Equals))
                return option;
        return null;
    }

    public static LaunchOptions Read(ParseResult parsed)
    {
        var problems = new List<string>();
        return new()
        {
            Manifests = ManifestPaths.Resolve(parsed.GetValue(Manifest) ?? [], problems),
            Problems = problems,
            Service = parsed.GetValue(Service),
            Env = parsed.GetValue(Env),
            Version = parsed.GetValue(VersionTag),
            AgentUrl = parsed.GetValue(AgentUrl),
            Exporter = parsed.GetValue(Exporter),
            Endpoint = parsed.GetValue(Endpoint),
            RuntimeMetrics = parsed.GetValue(RuntimeMetrics),
            Debug = parsed.GetValue(Debug),
        };
    }

    private static Option<string> MakeExporter()
    {
        var option = Text("--exporter", "NAME",
            "otlp: traces, metrics and logs go to an OTLP receiver (OTEL_TRACES_EXPORTER, OTEL_METRICS_EXPORTER, OTEL_LOGS_EXPORTER); datadog: to an agent.");
        option.AcceptOnlyFromAmong(LaunchOptions.Otlp, LaunchOptions.Datadog);
        return option;
    }

    private static Option<string> Text(string name, string helpName, string description) =>
        new(name) { HelpName = helpName, Description = description };

    private static Option<bool> Switch(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Arity = ArgumentArity.Zero };
}
