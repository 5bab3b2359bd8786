namespace DdRun;

/// <summary>Settings of a <see cref="Statsd"/> client.</summary>
public sealed class StatsdOptions
{
    /// <summary><c>udp://host:port</c>, <c>unix:///path</c>, <c>/path</c> or <c>host:port</c>. Default: what the environment says.</summary>
    public string? Url { get; init; }

    /// <summary>Put before every metric's name, with a dot; service checks keep theirs. Default: nothing.</summary>
    public string? Prefix { get; init; }

    /// <summary>Tags of every metric, before those of the environment. Default: none.</summary>
    public IReadOnlyList<string> ConstantTags { get; init; } = [];

    /// <summary>How often values are sent. Default: 2 s.</summary>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether the client reports every 10 s what it sent and dropped, as <c>datadog.dogstatsd.client.*</c>. Default: true.</summary>
    public bool Telemetry { get; init; } = true;
}
