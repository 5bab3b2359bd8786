using System.Runtime.CompilerServices;

namespace DdRun.Metrics.Meters;

/// <summary>
/// Listens from the moment on at which there can be meters, and before the first of them: a process that has none does not load what listening takes,
/// nor the runtime's own instruments, which come with it.
/// </summary>
internal sealed class MeterWatch(Predicate<string> isWanted, IMeterObserver? observer = null)
{
    private const string Assembly = "System.Diagnostics.DiagnosticSource,";

    private MeterCollector? _collector;
    private int _listens;

    /// <summary>Null as long as there is nothing to listen to.</summary>
    public MeterCollector? Collector => Volatile.Read(ref _collector);

    public void Start()
    {
        AppDomain.CurrentDomain.AssemblyLoad += OnLoad;
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (HasMeters(assembly.FullName))
                ListenOnce();
        }
    }

    public void Stop()
    {
        AppDomain.CurrentDomain.AssemblyLoad -= OnLoad;
        if (Interlocked.Exchange(ref _listens, 1) == 1)
            End();
    }

    private static bool HasMeters(string? name) => name is not null && name.StartsWith(Assembly, StringComparison.Ordinal);

    private void OnLoad(object? sender, AssemblyLoadEventArgs e)
    {
        if (HasMeters(e.LoadedAssembly.FullName))
            ListenOnce();
    }

    private void ListenOnce()
    {
        if (Interlocked.Exchange(ref _listens, 1) == 0)
            Listen();
    }

    // Neither is inlined: the JIT would load the meters to see whether it pays.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Listen() => Volatile.Write(ref _collector, new MeterCollector(isWanted, observer));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void End() => Collector?.Dispose();
}
