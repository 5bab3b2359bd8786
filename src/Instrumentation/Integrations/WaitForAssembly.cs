using System.Reflection;
using DdRun.Instrumentation.Assemblies;

namespace DdRun.Instrumentation.Integrations;

/// <summary>Calls back once, when an assembly of that name is or gets loaded.</summary>
internal sealed class WaitForAssembly(string name, Action loaded)
{
    private readonly string _prefix = name + ",";
    private int _done;

    public void Begin()
    {
        AssemblyLoads.Subscribe(OnLoad);
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            if (Matches(assembly.FullName))
                Finish();
    }

    /// <summary>Does not call back any more; false where that has been done.</summary>
    public bool Cancel()
    {
        if (Interlocked.Exchange(ref _done, 1) != 0)
            return false;
        AssemblyLoads.Unsubscribe(OnLoad);
        return true;
    }

    private void OnLoad(Assembly assembly)
    {
        if (Matches(assembly.FullName))
            Finish();
    }

    private bool Matches(string? fullName) => fullName is not null && fullName.StartsWith(_prefix, StringComparison.Ordinal);

    private void Finish()
    {
        if (Interlocked.Exchange(ref _done, 1) != 0)
            return;
        AssemblyLoads.Unsubscribe(OnLoad);
        loaded();
    }
}
