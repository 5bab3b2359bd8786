using System.Runtime.CompilerServices;
using DdRun.Jit;

namespace DdRun.Metrics.Sources;

/// <summary>Listens to ASP.NET Core only where it is used: other processes do not even load the meters.</summary>
internal sealed class AspNetCoreWatch : IMetricSource
{
    private const string Hosting = "Microsoft.AspNetCore.Hosting,";

    private readonly Action _wake;
    private AspNetCoreSource? _source;
    private volatile bool _isWanted;

    public AspNetCoreWatch(Action wake) => _wake = wake;

    public void Start()
    {
        // Before the first request, which only listening right now is sure to be.
        _isWanted = IsPlatform();
        ListenIfWanted();
        if (_isWanted)
            return;
        AppDomain.CurrentDomain.AssemblyLoad += OnLoad;
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            if (IsHosting(assembly.FullName))
                _isWanted = true;
    }

    public void Stop()
    {
        AppDomain.CurrentDomain.AssemblyLoad -= OnLoad;
        _isWanted = false;
        _source?.Dispose();
        _source = null;
    }

    /// <summary>On the worker's thread: an assembly-load handler is no place to load another assembly.</summary>
    [MethodImpl(Compile.Once)]
    public void ListenIfWanted()
    {
        if (_isWanted)
            Listen();
    }

    [MethodImpl(Compile.Once)]
    public void Collect(MetricSink sink)
    {
        ListenIfWanted();
        if (_source != null)
            Write(sink);
    }

    // Neither is inlined: the JIT would load the meters to see whether it pays.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Listen() => _source ??= new();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Write(MetricSink sink) => _source!.Collect(sink);

    private static bool IsPlatform() => AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") is string paths
        && paths.Contains("Microsoft.AspNetCore.Hosting.dll", StringComparison.Ordinal);

    private static bool IsHosting(string? name) => name != null && name.StartsWith(Hosting, StringComparison.Ordinal);

    private void OnLoad(object? sender, AssemblyLoadEventArgs e)
    {
        if (_isWanted || !IsHosting(e.LoadedAssembly.FullName))
            return;
        _isWanted = true;
        AppDomain.CurrentDomain.AssemblyLoad -= OnLoad;
        _wake();
    }
}
