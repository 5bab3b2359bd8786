using DdRun.Configuration;

namespace DdRun.Instrumentation.Integrations;

/// <summary>The service of spans that stand for another system: the application's with the system's name after it, as .NET users know it.</summary>
internal sealed class IntegrationService(string system)
{
    private Resolved? _last;

    /// <summary><c>null</c> where <c>DD_TRACE_REMOVE_INTEGRATION_SERVICE_NAMES_ENABLED</c> leaves the application's.</summary>
    public string? Name
    {
        get
        {
            var settings = Settings.Current;
            var last = _last;
            if (last is null || !ReferenceEquals(last.Settings, settings))
                _last = last = new(settings, settings.RemoveIntegrationServices ? null : settings.Service + "-" + system);
            return last.Name;
        }
    }

    private sealed record Resolved(Settings Settings, string? Name);
}
