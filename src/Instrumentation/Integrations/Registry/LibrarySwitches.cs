using System.Reflection;
using DdRun.Configuration;
using DdRun.Instrumentation.Assemblies;
using DdRun.Instrumentation.Integrations.Activities;

namespace DdRun.Instrumentation.Integrations.Registry;

/// <summary>
/// Sets the switches that some libraries ask before they make activities, as each is loaded. What the program has set, or its environment says, stays.
/// </summary>
internal sealed class LibrarySwitches(Settings settings)
{
    public void Begin()
    {
        AssemblyLoads.Subscribe(OnLoad);
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            OnLoad(assembly);
    }

    /// <summary>Those that are set stay: the libraries have read them.</summary>
    public void End() => AssemblyLoads.Unsubscribe(OnLoad);

    private void OnLoad(Assembly assembly)
    {
        if (assembly.FullName is not { } name || SourceIndex.FindSwitch(name) is not var (integration, known, variable, how))
            return;
        if (SourceIndex.IsOn(settings, integration, how, settings.OtelEnabled) && !AppContext.TryGetSwitch(known, out _) && Environment.GetEnvironmentVariable(variable) is not { Length: > 0 })
            AppContext.SetSwitch(known, true);
    }
}
