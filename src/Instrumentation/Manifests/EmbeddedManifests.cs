using System.Reflection;
using System.Reflection.Metadata;
using System.Runtime.InteropServices;
using DdRun.Instrumentation.Caching;

namespace DdRun.Instrumentation.Manifests;

/// <summary>
/// Integrations: manifests that we ship as resources. A resource is called <c>integration/NAME/ASSEMBLY.json</c> and read only when that
/// assembly is loaded, or <c>integration/NAME/@ASSEMBLY.json</c> and read when an assembly is loaded that refers to that one.
/// </summary>
internal sealed class EmbeddedManifests(Assembly holder, Func<string, bool> isEnabled)
{
    /// <summary>No integrations.</summary>
    public static EmbeddedManifests None { get; } = new(typeof(EmbeddedManifests).Assembly, static _ => false);

    private const string Prefix = "integration/";

    private readonly Dictionary<string, List<string>> _byAssembly = [];
    private readonly List<(string Assembly, string Resource)> _byReference = [];
    private readonly Dictionary<string, List<Rule>> _read = [];
    private bool _listed;

    public List<ManifestProblem> Problems { get; } = [];

    /// <summary>Whether there are rules for an assembly of the shared framework. Nothing in there implements what others define, though facades refer to everything.</summary>
    public bool MayReachFramework(string assembly)
    {
        lock (_read)
        {
            if (!_listed)
                List();
            if (_byAssembly.ContainsKey(assembly))
                return true;
            foreach (var (target, _) in _byReference)
            {
                if (target == assembly)
                    return true;
            }
            return false;
        }
    }

    /// <summary>Changes with the manifests that an assembly may have.</summary>
    public ulong HashFor(string assembly, ulong seed)
    {
        lock (_read)
        {
            if (!_listed)
                List();
            if (_byAssembly.TryGetValue(assembly, out var resources))
            {
                foreach (var resource in resources)
                    seed = Hash64.Of(MemoryMarshal.AsBytes(resource.AsSpan()), seed);
            }
            foreach (var (_, resource) in _byReference)
                seed = Hash64.Of(MemoryMarshal.AsBytes(resource.AsSpan()), seed);
            return seed;
        }
    }

    public List<Rule>? For(string assembly, MetadataReader metadata)
    {
        lock (_read)
        {
            if (!_listed)
                List();
            List<Rule>? rules = null;
            if (_byReference.Count > 0)
                AddByReference(assembly, metadata, ref rules);
            // Later, to win: what is written for the assembly itself knows it better.
            if (_byAssembly.TryGetValue(assembly, out var resources))
            {
                foreach (var resource in resources)
                    (rules ??= []).AddRange(Read(resource));
            }
            return rules;
        }
    }

    private void AddByReference(string assembly, MetadataReader metadata, ref List<Rule>? rules)
    {
        foreach (var (target, resource) in _byReference)
        {
            if (target == assembly || References(metadata, target))
                (rules ??= []).AddRange(Read(resource));
        }
    }

    private static bool References(MetadataReader metadata, string assembly)
    {
        foreach (var handle in metadata.AssemblyReferences)
        {
            if (metadata.StringComparer.Equals(metadata.GetAssemblyReference(handle).Name, assembly))
                return true;
        }
        return false;
    }

    private void List()
    {
        _listed = true;
        foreach (var resource in holder.GetManifestResourceNames())
        {
            if (!resource.StartsWith(Prefix, StringComparison.Ordinal) || resource.IndexOf('/', Prefix.Length) is not (> 0 and var slash))
                continue;
            if (!isEnabled(resource[Prefix.Length..slash]))
                continue;
            var assembly = resource[(slash + 1)..^".json".Length];
            if (assembly[0] == '@')
                _byReference.Add((assembly[1..], resource));
            else if (_byAssembly.TryGetValue(assembly, out var resources))
                resources.Add(resource);
            else
                _byAssembly.Add(assembly, [resource]);
        }
    }

    private List<Rule> Read(string resource)
    {
        if (_read.TryGetValue(resource, out var rules))
            return rules;
        using var stream = holder.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        rules = ManifestReader.Read(resource, reader.ReadToEnd(), Problems);
        _read.Add(resource, rules);
        return rules;
    }
}
