using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Identity;
using DdRun.Json;

namespace DdRun.Export;

/// <summary>One line with the effective configuration as a JSON object, and whether the agent can be reached.</summary>
internal static class StartupLog
{
    /// <param name="settings">What is in effect.</param>
    /// <param name="agentVersion">What the agent says of itself.</param>
    /// <param name="agentProblem">Why the agent could not be asked; null when it answered.</param>
    public static void Write(Settings settings, string? agentVersion, string? agentProblem)
    {
        try
        {
            Log.Info("DATADOG TRACER CONFIGURATION - " + Json(settings, agentVersion, agentProblem));
            if (agentProblem is not null)
                Log.Warn($"DATADOG TRACER DIAGNOSTIC - Agent not reachable at {settings.AgentUrl}. {agentProblem}");
        }
        catch (Exception e)
        {
            Log.Error("The start-up line could not be written.", e);
        }
    }

    /// <summary>Whether anybody wants the line.</summary>
    public static bool IsWanted(Settings settings) => settings.StartupLogs || settings.Debug;

    /// <summary>The line of a process whose traces go elsewhere.</summary>
    public static void WriteWithoutAgent(Settings settings)
    {
        if (IsWanted(settings))
            Write(settings, null, null);
    }

    internal static string Json(Settings settings, string? agentVersion, string? agentProblem)
    {
        var json = new JsonWriter().BeginObject();
        json.Name("date").Value(DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture));
        json.Name("os_name").Value(RuntimeInformation.OSDescription);
        json.Name("os_version").Value(Environment.OSVersion.Version.ToString());
        json.Name("is_64_bit").Value(Environment.Is64BitProcess);
        json.Name("architecture").Value(RuntimeInformation.ProcessArchitecture.ToString());
        json.Name("lang").Value("dotnet");
        json.Name("lang_version").Value(ProcessInfo.LangVersion);
        json.Name("vm").Value(RuntimeInformation.FrameworkDescription);
        json.Name("version").Value(ProcessInfo.TracerVersion);
        json.Name("agent_url").Value(settings.AgentUrl.ToString());
        json.Name("agent_version").Value(agentVersion);
        json.Name("agent_error").Value(agentProblem);
        if (settings.Otlp is { } otlp)
        {
            json.Name("otlp_traces_url").Value(otlp.Traces?.Url);
            json.Name("otlp_metrics_url").Value(otlp.Metrics?.Url);
            json.Name("otlp_logs_url").Value(otlp.Logs?.Url);
        }
        json.Name("statsd_url").Value(settings.DogStatsdUrl.ToString());
        json.Name("service").Value(settings.Service);
        json.Name("env").Value(settings.Env);
        json.Name("dd_version").Value(settings.Version);
        json.Name("ddtrace_enabled").Value(settings.TraceEnabled);
        json.Name("debug").Value(settings.Debug);
        json.Name("api_version").Value(settings.ApiVersion);
        json.Name("sampling_rules").Value(settings.SamplingRules);
        json.Name("span_sampling_rules").Value(settings.SpanSamplingRules);
        if (settings.SampleRate is { } rate)
            json.Name("sample_rate").Value(rate);
        json.Name("rate_limit").Value(settings.RateLimit);
        json.Name("global_tags").Value(Join(settings.GlobalTags));
        json.Name("service_mapping").Value(Join(settings.ServiceMapping));
        json.Name("propagation_style_inject").Value(string.Join(',', settings.PropagationInject));
        json.Name("propagation_style_extract").Value(string.Join(',', settings.PropagationExtract));
        json.Name("log_injection_enabled").Value(settings.LogsInjection);
        json.Name("health_metrics_enabled").Value(settings.HealthMetricsEnabled);
        json.Name("runtime_metrics_enabled").Value(settings.RuntimeMetricsEnabled);
        json.Name("stats_computation_enabled").Value(settings.StatsComputationEnabled);
        json.Name("partial_flush_enabled").Value(settings.PartialFlushEnabled);
        json.Name("partial_flush_min_spans").Value(settings.PartialFlushMinSpans);
        json.Name("manifests").Value(settings.Manifests);
        return json.EndObject().ToString();
    }

    private static string Join(IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in tags)
            text.Append(text.Length > 0 ? "," : "").Append(key).Append(':').Append(value);
        return text.ToString();
    }
}
