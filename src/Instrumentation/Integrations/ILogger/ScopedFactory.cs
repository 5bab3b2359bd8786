using System.Collections;
using System.Reflection;
using DdRun.Diagnostics;
using Microsoft.Extensions.Logging;

namespace DdRun.Instrumentation.Integrations.ILogger;

/// <summary>
/// Puts a scope provider of ours around the one that a log factory has made. The factory takes one from outside only in its constructor,
/// so its private fields are used, once for each factory.
/// </summary>
internal static class ScopedFactory
{
    private const BindingFlags Private = BindingFlags.NonPublic | BindingFlags.Instance;

    public static void Extend(LoggerFactory factory, TraceScope scope)
    {
        var provider = typeof(LoggerFactory).GetField("_scopeProvider", Private);
        var registrations = typeof(LoggerFactory).GetField("_providerRegistrations", Private)?.GetValue(factory) as ICollection;
        var gate = typeof(LoggerFactory).GetField("_sync", Private)?.GetValue(factory);
        if (provider is null || registrations is null || gate is null)
        {
            Log.Debug("Integration ILogger: this version's LoggerFactory is not known.");
            return;
        }
        lock (gate)
        {
            var inner = provider.GetValue(factory) as IExternalScopeProvider;
            if (inner is TraceScopeProvider)
                return;
            var extended = new TraceScopeProvider(inner ?? new LoggerExternalScopeProvider(), scope);
            provider.SetValue(factory, extended);
            foreach (var registration in registrations)
                if (registration.GetType().GetField("Provider")?.GetValue(registration) is ISupportExternalScope scoped)
                    scoped.SetScopeProvider(extended);
        }
    }
}
