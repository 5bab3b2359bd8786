using System.Reflection.Metadata;

namespace DdRun.Instrumentation.Assemblies;

/// <summary>Tells whether everything that a module refers to can be found without the target's help.</summary>
internal static class KnownAssemblies
{
    private static HashSet<string>? s_trusted;

    public static bool Cover(MetadataReader metadata)
    {
        var trusted = s_trusted ??= Trusted();
        foreach (var handle in metadata.AssemblyReferences)
        {
            if (!trusted.Contains(metadata.GetString(metadata.GetAssemblyReference(handle).Name)))
                return false;
        }
        return true;
    }

    private static HashSet<string> Trusted()
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator))
            names.Add(Path.GetFileNameWithoutExtension(path));
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (assembly.GetName().Name is { } name)
                names.Add(name);
        }
        return names;
    }
}
