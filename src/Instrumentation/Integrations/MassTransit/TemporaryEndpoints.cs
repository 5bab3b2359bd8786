using System.Diagnostics;
using DdRun.Instrumentation.Integrations.Activities;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.MassTransit;

/// <summary>Endpoints that a bus makes for itself have names without number: <c>machine_process_bus_random</c>.</summary>
internal sealed class TemporaryEndpoints : IActivityMapping
{
    private const string Bus = "_bus_";
    private const int RandomLength = 26;

    public void Describe(Activity activity, Span span)
    {
        var resource = span.Resource;
        var at = resource.IndexOf(Bus, StringComparison.Ordinal) + Bus.Length;
        if (at < Bus.Length || at + RandomLength > resource.Length)
            return;
        for (var i = at; i < at + RandomLength; i++)
        {
            if (!char.IsAsciiLetterOrDigit(resource[i]))
                return;
        }
        span.Resource = string.Concat(resource.AsSpan(0, at), "?", resource.AsSpan(at + RandomLength));
    }
}
