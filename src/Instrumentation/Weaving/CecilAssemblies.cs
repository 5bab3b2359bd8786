using System.Runtime.CompilerServices;
using DdRun.Instrumentation.Assemblies;

namespace DdRun.Instrumentation.Weaving;

/// <summary>The assemblies that expressions may lead into; read by Cecil, which is not loaded before.</summary>
/// <param name="findPath">Where an assembly of a simple name is.</param>
internal sealed class CecilAssemblies(Func<string, string?> findPath) : IDisposable
{
    private CecilResolver? _resolver;

    /// <summary>Those of the process.</summary>
    public static CecilAssemblies OfProcess { get; } = new(AssemblyPaths.Find);

    public CecilResolver Resolver => _resolver ?? Make();

    /// <summary>Name and version of everything that was read so far.</summary>
    public List<ModuleVersion> Versions() => _resolver is null ? [] : Read(_resolver);

    public void Dispose()
    {
        if (_resolver is not null)
            Close(_resolver);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private CecilResolver Make() => Interlocked.CompareExchange(ref _resolver, new CecilResolver(findPath), null) ?? _resolver;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<ModuleVersion> Read(CecilResolver resolver)
    {
        var versions = new List<ModuleVersion>();
        foreach (var assembly in resolver.Resolved())
            versions.Add(new(assembly.Name.Name, assembly.MainModule.Mvid));
        return versions;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Close(CecilResolver resolver) => resolver.Dispose();
}
