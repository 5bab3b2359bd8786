using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Identity;

namespace DdRun.Export.Otlp;

/// <summary>The resource that spans, metrics and log records come from, encoded.</summary>
internal static class ResourceEncoder
{
    private const int Attributes = 1;

    /// <summary>The fields of a <c>Resource</c>.</summary>
    /// <param name="settings">What the user said of the process.</param>
    /// <param name="service">Whose it is; null = the process's.</param>
    public static byte[] Encode(Settings settings, string? service = null)
    {
        var attributes = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (key, value) in settings.GlobalTags)
            attributes[key] = value;
        attributes.Remove("env");
        attributes["service.name"] = service ?? settings.Service;
        attributes["service.instance.id"] = ProcessInfo.RuntimeId;
        if (settings.Version is { Length: > 0 } version && (service is null || service == settings.Service))
            attributes["service.version"] = version;
        if (settings.Env is { Length: > 0 } env)
            attributes["deployment.environment.name"] = env;
        attributes["telemetry.sdk.language"] = "dotnet";
        attributes["telemetry.sdk.name"] = "dd-run";
        attributes["telemetry.sdk.version"] = ProcessInfo.TracerVersion;
        attributes["process.pid"] = (long)ProcessInfo.ProcessId;
        attributes["process.runtime.name"] = ProcessInfo.LangInterpreter;
        attributes["process.runtime.version"] = ProcessInfo.LangVersion;
        attributes["host.name"] = settings.Hostname ?? Environment.MachineName;
        attributes["os.type"] = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        if (ProcessInfo.ContainerId is { } container)
            attributes["container.id"] = container;
        var buffer = new ByteBuffer();
        var writer = new ProtobufWriter(buffer);
        foreach (var (key, value) in attributes)
            writer.Attribute(Attributes, ProtobufWriter.EncodeKey(key), value);
        writer.Save();
        return buffer.Written.ToArray();
    }
}
