using System.Text;
using DdRun.Configuration;
using DdRun.Identity;

namespace DdRun.Export.Datadog.Agent;

/// <summary>The headers that every request to the agent carries, ready for sending.</summary>
internal static class AgentHeaders
{
    public static string Common(Settings settings)
    {
        var text = new StringBuilder(512);
        Add(text, "Datadog-Meta-Lang", "dotnet");
        Add(text, "Datadog-Meta-Lang-Version", ProcessInfo.LangVersion);
        Add(text, "Datadog-Meta-Lang-Interpreter", ProcessInfo.LangInterpreter);
        Add(text, "Datadog-Meta-Tracer-Version", ProcessInfo.TracerVersion);
        Add(text, "Datadog-Container-Id", ProcessInfo.ContainerId);
        Add(text, "Datadog-Entity-ID", ProcessInfo.EntityId);
        Add(text, "Datadog-External-Env", settings.ExternalEnv);
        return text.ToString();
    }

    // A value from the environment must not be able to end the line.
    private static void Add(StringBuilder text, string name, string? value)
    {
        if (string.IsNullOrEmpty(value) || value.Contains('\r', StringComparison.Ordinal) || value.Contains('\n', StringComparison.Ordinal))
            return;
        text.Append(name).Append(": ").Append(value).Append("\r\n");
    }
}
