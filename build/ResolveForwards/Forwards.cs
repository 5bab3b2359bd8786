using Mono.Cecil;

namespace DdRun.Build;

/// <summary>
/// Where the types of some assemblies really are. Compilers name them by the assemblies that the documentation has, most of which only forward to another: each of those
/// is loaded when the first type is looked for, which takes a start of a program longer than what is done with it.
/// </summary>
internal sealed class Forwards
{
    private readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (AssemblyNameReference Name, Dictionary<string, string> Types)?> _read = new(StringComparer.Ordinal);

    /// <param name="paths">The assemblies that may forward, and those to which they do.</param>
    public Forwards(IEnumerable<string> paths)
    {
        foreach (var path in paths)
            _paths.TryAdd(Path.GetFileNameWithoutExtension(path), path);
    }

    /// <summary>Writes an assembly anew.</summary>
    public void Resolve(string source, string target)
    {
        using var module = ModuleDefinition.ReadModule(source);
        foreach (var type in module.GetTypeReferences())
        {
            // A nested type is where its outer one is.
            if (type.DeclaringType is null && type.Scope is AssemblyNameReference scope && Find(scope.Name, type.FullName) is { } home && home.Name != scope.Name)
                type.Scope = Reference(module, home);
        }
        var named = module.GetTypeReferences().Select(type => type.Scope).OfType<AssemblyNameReference>().Select(scope => scope.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var reference in module.AssemblyReferences.Where(reference => !named.Contains(reference.Name)).ToList())
            module.AssemblyReferences.Remove(reference);
        module.Write(target);
    }

    private AssemblyNameReference? Find(string assembly, string type)
    {
        while (Read(assembly) is { } read)
        {
            if (!read.Types.TryGetValue(type, out var next))
                return read.Name;
            assembly = next;
        }
        return null;
    }

    private (AssemblyNameReference Name, Dictionary<string, string> Types)? Read(string assembly)
    {
        if (_read.TryGetValue(assembly, out var known))
            return known;
        if (!_paths.TryGetValue(assembly, out var path))
            return _read[assembly] = null;
        using var module = ModuleDefinition.ReadModule(path);
        var name = new AssemblyNameReference(module.Assembly.Name.Name, module.Assembly.Name.Version) { PublicKeyToken = module.Assembly.Name.PublicKeyToken };
        return _read[assembly] = (name, module.ExportedTypes.Where(type => type.IsForwarder && type.DeclaringType is null).ToDictionary(type => type.FullName, type => type.Scope.Name));
    }

    private static AssemblyNameReference Reference(ModuleDefinition module, AssemblyNameReference name)
    {
        foreach (var reference in module.AssemblyReferences)
        {
            if (reference.Name == name.Name)
                return reference;
        }
        var added = new AssemblyNameReference(name.Name, name.Version) { PublicKeyToken = name.PublicKeyToken };
        module.AssemblyReferences.Add(added);
        return added;
    }
}
