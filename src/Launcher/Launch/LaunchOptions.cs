namespace DdRun.Launcher.Launch;

/// <summary>What the command line asks to be set for the target; null or false leaves what is inherited.</summary>
internal sealed record LaunchOptions
{
    public const string Otlp = "otlp", Datadog = "datadog";

    /// <summary>Absolute paths, in order.</summary>
    public IReadOnlyList<string> Manifests { get; init; } = [];

    /// <summary>What keeps other manifests that were named from being used, one line each.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Those whose problems have been reported.</summary>
    public IReadOnlyList<string> CheckedManifests { get; init; } = [];

    /// <summary>The target's assembly as the runtime names it, when it has been reported that it was trimmed.</summary>
    public string? Trimmed { get; init; }

    /// <summary>Whether it has been reported why the target has no profiler of ours.</summary>
    public bool IsUnwoven { get; init; }

    public string? Service { get; init; }
    public string? Env { get; init; }
    public string? Version { get; init; }
    public string? AgentUrl { get; init; }

    /// <summary><see cref="Otlp"/> or <see cref="Datadog"/>.</summary>
    public string? Exporter { get; init; }

    public string? Endpoint { get; init; }
    public string? DogStatsdUrl { get; init; }
    /// <summary>Where log records go by OTLP, whatever the exporter.</summary>
    public string? LogsUrl { get; init; }
    public bool RuntimeMetrics { get; init; }

    /// <summary>Whether spans say of which method they are.</summary>
    public bool NamesFunctions { get; init; }
    public bool Debug { get; init; }

    /// <summary>Whether the target takes our place and our process id, or is a child; null when it is not we who start it.</summary>
    public bool? Replaces { get; init; }
}
