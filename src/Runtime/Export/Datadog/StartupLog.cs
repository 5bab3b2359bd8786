using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using DdRun.Configuration;
using DdRun.Diagnostics;

namespace DdRun.Export.Datadog;

/// <summary>One line with the effective configuration as a JSON object, and whether the agent can be reached.</summary>
internal static class StartupLog
{
    public static void Write(Settings settings, AgentClient client)
    {
        if (!settings.StartupLogs && !settings.Debug)
            return;
        try
        {
            client.RefreshInfo();
            Log.Info("DATADOG TRACER CONFIGURATION - " + Json(settings, client.Info.Version, client.InfoProblem));
            if (client.InfoProblem is { } problem)
                Log.Warn($"DATADOG TRACER DIAGNOSTIC - Agent not reachable at {settings.AgentUrl}. {problem}");
        }
        catch (Exception e)
        {
            Log.Error("The start-up line could not be written.", e);
        }
    }

    internal static string Json(Settings settings, string? agentVersion, string? agentProblem)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("date", DateTimeOffset.UtcNow);
            json.WriteString("os_name", RuntimeInformation.OSDescription);
            json.WriteString("os_version", Environment.OSVersion.Version.ToString());
            json.WriteBoolean("is_64_bit", Environment.Is64BitProcess);
            json.WriteString("architecture", RuntimeInformation.ProcessArchitecture.ToString());
            json.WriteString("lang", "dotnet");
            json.WriteString("lang_version", ProcessInfo.LangVersion);
            json.WriteString("vm", RuntimeInformation.FrameworkDescription);
            json.WriteString("version", ProcessInfo.TracerVersion);
            json.WriteString("agent_url", settings.AgentUrl.ToString());
            json.WriteString("agent_version", agentVersion);
            json.WriteString("agent_error", agentProblem);
            json.WriteString("statsd_url", settings.DogStatsdUrl.ToString());
            json.WriteString("service", settings.Service);
            json.WriteString("env", settings.Env);
            json.WriteString("dd_version", settings.Version);
            json.WriteBoolean("ddtrace_enabled", settings.TraceEnabled);
            json.WriteBoolean("debug", settings.Debug);
            json.WriteString("api_version", settings.ApiVersion);
            json.WriteString("sampling_rules", settings.SamplingRules);
            json.WriteString("span_sampling_rules", settings.SpanSamplingRules);
            if (settings.SampleRate is { } rate)
                json.WriteNumber("sample_rate", rate);
            json.WriteNumber("rate_limit", settings.RateLimit);
            json.WriteString("global_tags", Join(settings.GlobalTags));
            json.WriteString("service_mapping", Join(settings.ServiceMapping));
            json.WriteString("propagation_style_inject", string.Join(',', settings.PropagationInject));
            json.WriteString("propagation_style_extract", string.Join(',', settings.PropagationExtract));
            json.WriteBoolean("log_injection_enabled", settings.LogsInjection);
            json.WriteBoolean("health_metrics_enabled", settings.HealthMetricsEnabled);
            json.WriteBoolean("runtime_metrics_enabled", settings.RuntimeMetricsEnabled);
            json.WriteBoolean("stats_computation_enabled", settings.StatsComputationEnabled);
            json.WriteBoolean("partial_flush_enabled", settings.PartialFlushEnabled);
            json.WriteNumber("partial_flush_min_spans", settings.PartialFlushMinSpans);
            json.WriteString("manifests", settings.Manifests);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string Join(IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in tags)
            text.Append(text.Length > 0 ? "," : "").Append(key).Append(':').Append(value);
        return text.ToString();
    }
}
