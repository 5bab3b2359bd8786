using System.Globalization;
using DdRun.Viewer.Receivers.Otlp.Wire;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Receivers.Otlp;

/// <summary>Who sends: an OTLP resource, in the words that Datadog's spans use.</summary>
internal sealed class OtlpOrigin
{
    public OtlpOrigin(Origin? origin)
    {
        foreach (var attribute in origin?.Attributes ?? [])
        {
            var value = OtlpValues.Text(attribute.Value);
            switch (attribute.Key)
            {
                case "service.name":
                    Service = value;
                    break;
                case "service.instance.id":
                    RuntimeId = value;
                    break;
                case "telemetry.sdk.language":
                    Language = value;
                    break;
                case "service.version":
                    Version = value;
                    Tags.Add(new("version", value));
                    break;
                case "deployment.environment" or "deployment.environment.name":
                    Tags.Add(new("env", value));
                    break;
                case "process.pid":
                    _ = long.TryParse(value, CultureInfo.InvariantCulture, out ProcessId);
                    break;
            }
        }

        if (RuntimeId.Length == 0 && ProcessId != 0)
            RuntimeId = $"{Service}:{ProcessId}";
        if (RuntimeId.Length > 0)
            Tags.Add(new("runtime-id", RuntimeId));
    }

    public string Service { get; } = "unknown_service";
    public string RuntimeId { get; } = "";
    public string Language { get; } = "";
    public string Version { get; } = "";
    public List<KeyValuePair<string, string>> Tags { get; } = [];
    public long ProcessId;

    public void Describe(Run run)
    {
        run.Language = Language;
        run.Version = Version;
        run.ProcessId = ProcessId;
    }
}
