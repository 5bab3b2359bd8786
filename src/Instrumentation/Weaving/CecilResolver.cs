using DdRun.Instrumentation.Metadata;
using Mono.Cecil;

namespace DdRun.Instrumentation.Weaving;

/// <summary>Finds the assemblies that expressions lead into.</summary>
internal sealed class CecilResolver(Func<string, string?> findPath) : IAssemblyResolver
{
    private readonly Dictionary<string, AssemblyDefinition> _known = new(StringComparer.OrdinalIgnoreCase);

    public AssemblyDefinition Resolve(AssemblyNameReference name) => Resolve(name, new ReaderParameters(ReadingMode.Deferred));

    public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters)
    {
        lock (_known)
        {
            if (_known.TryGetValue(name.Name, out var known))
                return known;
            if (findPath(name.Name) is not { Length: > 0 } path || !File.Exists(path))
                throw new AssemblyResolutionException(name);
            // Declarations are all that is asked for, and Cecil copies these at once: nothing needs the file, or 15 MB of it, from then on.
            using var file = ModuleSource.OpenFile(path);
            var found = AssemblyDefinition.ReadAssembly(file, new ReaderParameters(ReadingMode.Deferred) { AssemblyResolver = this });
            _known.Add(name.Name, found);
            return found;
        }
    }

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<AssemblyDefinition> Resolved()
    {
        lock (_known)
            return [.. _known.Values];
    }

    public void Dispose()
    {
        foreach (var assembly in _known.Values)
            assembly.Dispose();
        _known.Clear();
    }
}
