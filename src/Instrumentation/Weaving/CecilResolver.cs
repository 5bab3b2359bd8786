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
            var found = AssemblyDefinition.ReadAssembly(path, new ReaderParameters(ReadingMode.Deferred) { AssemblyResolver = this, InMemory = true });
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
