using System.Runtime.CompilerServices;
using DdRun.Instrumentation.Metadata;

namespace DdRun.Instrumentation.Assemblies;

/// <summary>Tells whether other assemblies are still those that a plan was made with.</summary>
internal static class AssemblyVersions
{
    /// <summary>Notes the version of an assembly that a plan depends on; also when it is not there, as it may come.</summary>
    public static void Add(string assembly, List<ModuleVersion> versions)
    {
        // All of the runtime's own change at once, and this one is always loaded.
        var core = typeof(object).Assembly;
        if (AssemblyPaths.Find(assembly) is { } path && Path.GetDirectoryName(path) == Path.GetDirectoryName(core.Location))
            assembly = core.GetName().Name!;
        if (versions.TrueForAll(known => known.Name != assembly))
            versions.Add(new(assembly, Of(assembly)));
    }

    public static bool AreCurrent(ModuleVersion[] versions)
    {
        foreach (var (name, mvid) in versions)
        {
            if (Of(name) != mvid)
                return false;
        }
        return true;
    }

    private static Guid Of(string name)
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (!assembly.IsDynamic && assembly.GetName().Name == name)
                return assembly.ManifestModule.ModuleVersionId;
        }
        return AssemblyPaths.Find(name) is { } path && File.Exists(path) ? OfFile(path) : default;
    }

    // Apart, so that what reads metadata is loaded only when this runs.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Guid OfFile(string path)
    {
        using var source = ModuleSource.Of(path);
        return source?.Mvid ?? default;
    }
}
