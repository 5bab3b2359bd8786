using System.Reflection.Metadata;
using DdRun.Instrumentation.Metadata;

namespace DdRun.Instrumentation.Assemblies;

/// <summary>Metadata of the process's assemblies, for questions about types that others derive from.</summary>
internal sealed unsafe class LoadedMetadata
{
    private readonly Dictionary<string, MetadataReader> _known = new(StringComparer.Ordinal);

    public MetadataReader? Find(string name)
    {
        lock (_known)
        {
            // What is not there yet may come.
            if (!_known.TryGetValue(name, out var known) && (known = Read(name)) is not null)
                _known.Add(name, known);
            return known;
        }
    }

    // A reader's memory goes with the file it was read from.
    private readonly List<ModuleSource> _files = [];

    private MetadataReader? Read(string name)
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (!assembly.IsDynamic && !assembly.IsCollectible && assembly.GetName().Name == name && assembly.TryGetRawMetadata(out var blob, out var length))
                return new MetadataReader(blob, length);
        }
        if (AssemblyPaths.Find(name) is not { Length: > 0 } path || !File.Exists(path) || ModuleSource.Of(path) is not { } file)
            return null;
        _files.Add(file);
        return file.Metadata;
    }
}
