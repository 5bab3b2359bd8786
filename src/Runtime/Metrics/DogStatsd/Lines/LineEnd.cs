using System.Runtime.CompilerServices;
using System.Text;
using DdRun.Configuration;
using DdRun.Identity;
using DdRun.Jit;

namespace DdRun.Metrics.DogStatsd.Lines;

/// <summary>What every line of one sender ends with: constant tags, the container field, the line break.</summary>
internal sealed class LineEnd
{
    private LineEnd(List<string> tags, string? container)
    {
        var field = container == null ? "\n" : "|c:" + StatsdText.Field(container) + "\n";
        var joined = string.Join(',', tags.ToArray());
        AfterTags = Encoding.UTF8.GetBytes(joined.Length == 0 ? field : "," + joined + field);
        WithoutTags = Encoding.UTF8.GetBytes(joined.Length == 0 ? field : "|#" + joined + field);
    }

    /// <summary>For a line that already has tags.</summary>
    public byte[] AfterTags { get; }

    public byte[] WithoutTags { [MethodImpl(Compile.Once)] get; }

    /// <summary>Tags of the runtime metrics.</summary>
    public static LineEnd ForRuntimeMetrics(Settings settings)
    {
        var tags = new List<string>(20);
        Add(tags, "dd.internal.entity_id", settings.EntityId);
        Add(tags, "service", settings.Service);
        Add(tags, "env", settings.Env);
        Add(tags, "version", settings.Version);
        foreach (var (key, value) in settings.GlobalTags)
            Add(tags, key, value);
        Add(tags, "lang", ".NET");
        Add(tags, "lang_interpreter", ProcessInfo.LangInterpreter);
        Add(tags, "lang_version", ProcessInfo.LangVersion);
        Add(tags, "tracer_version", ProcessInfo.TracerVersion);
        Add(tags, "runtime-id", ProcessInfo.RuntimeId);
        foreach (var (key, value) in ProcessInfo.Tags)
            Add(tags, key, value);
        return new(tags, Container(settings));
    }

    /// <summary>Tags of what the app itself sends.</summary>
    public static LineEnd ForClient(Settings settings, IReadOnlyList<string>? constantTags)
    {
        var tags = new List<string>();
        foreach (var tag in constantTags ?? [])
            Add(tags, MetricText.Tag(tag));
        foreach (var (key, value) in settings.DogStatsdTags)
            Add(tags, key, value);
        Add(tags, "dd.internal.entity_id", settings.EntityId);
        Add(tags, "env", settings.Env);
        Add(tags, "service", settings.ConfiguredService);
        Add(tags, "version", settings.Version);
        return new(tags, Container(settings));
    }

    /// <summary>Tags of what the client says about itself.</summary>
    public static LineEnd ForTelemetry(string transport) =>
        new(["client:csharp", "client_version:" + ProcessInfo.TracerVersion, "client_transport:" + transport], null);

    private static string? Container(Settings settings) =>
        settings.EntityId == null && settings.OriginDetectionEnabled ? ProcessInfo.StatsdContainer : null;

    private static void Add(List<string> tags, string key, string? value)
    {
        if (value != null)
            Add(tags, MetricText.Tag(value.Length == 0 ? key : key + ":" + value));
    }

    private static void Add(List<string> tags, string tag)
    {
        if (tag.Length > 0 && !tags.Contains(tag))
            tags.Add(tag);
    }
}
