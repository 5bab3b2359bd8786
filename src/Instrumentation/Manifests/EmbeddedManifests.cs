using System.Reflection;
using System.Reflection.Metadata;
using System.Runtime.InteropServices;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Text;

namespace DdRun.Instrumentation.Manifests;

/// <summary>
/// Integrations: manifests that we ship as resources. A resource is called <c>integration/NAME/ASSEMBLY.json</c> and read only when that
/// assembly is loaded, or <c>integration/NAME/@ASSEMBLY.json</c> and read when an assembly is loaded that refers to that one. What is said of
/// activities lies in <c>integration/NAME/activities.json</c>, which is read when one of its sources comes up.
/// </summary>
internal sealed class EmbeddedManifests(Assembly holder, Func<string, bool> isEnabled)
{
    /// <summary>No integrations.</summary>
    public static EmbeddedManifests None { get; } = new(typeof(EmbeddedManifests).Assembly, static _ => false);

    private const string Prefix = "integration/";
    private const string ActivitiesSuffix = "/activities.json";

    private readonly object _lock = new();
    private Resource[]? _resources;
    private Dictionary<string, List<Rule>>? _read;

    /// <summary>The integrations that say something of activities, in the order of their names.</summary>
    public static IReadOnlyList<string> WithActivities()
    {
        var names = new List<string>();
        foreach (var name in typeof(EmbeddedManifests).Assembly.GetManifestResourceNames())
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(ActivitiesSuffix, StringComparison.Ordinal))
                names.Add(name[Prefix.Length..^ActivitiesSuffix.Length]);
        }
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    /// <summary>What an integration says of activities: the resource <c>integration/NAME/activities.json</c>.</summary>
    public static ActivityManifest ActivitiesOf(string integration)
    {
        var name = Prefix + integration + ActivitiesSuffix;
        using var stream = typeof(EmbeddedManifests).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        var activities = new ActivityManifest();
        ManifestReader.Read(name, reader.ReadToEnd(), [], activities);
        return activities;
    }

    public List<ManifestProblem> Problems => field ??= [];

    /// <summary>Whether there are rules for an assembly of the shared framework. Nothing in there implements what others define, though facades refer to everything.</summary>
    public bool MayReachFramework(string assembly)
    {
        foreach (var resource in Resources())
        {
            if (resource.Assembly == assembly)
                return true;
        }
        return false;
    }

    /// <summary>Changes with the manifests that an assembly may have.</summary>
    public ulong HashFor(string assembly, ulong seed)
    {
        foreach (var resource in Resources())
        {
            if (resource.IsByReference || resource.Assembly == assembly)
                seed = Hash64.Of(MemoryMarshal.AsBytes(resource.Name.AsSpan()), seed);
        }
        return seed;
    }

    public List<Rule>? For(string assembly, MetadataReader metadata)
    {
        List<Rule>? rules = null;
        foreach (var resource in Resources())
        {
            if (resource.IsByReference && (resource.Assembly == assembly || Refers(metadata, resource.Assembly)))
                (rules ??= []).AddRange(Read(resource.Name));
        }
        // Later, to win: what is written for the assembly itself knows it better.
        foreach (var resource in Resources())
        {
            if (!resource.IsByReference && resource.Assembly == assembly)
                (rules ??= []).AddRange(Read(resource.Name));
        }
        return rules;
    }

    // The framework's assemblies, which facades stand for, are called like their namespaces.
    private static bool Refers(MetadataReader metadata, string assembly) =>
        ModuleSource.References(metadata, assembly) || ModuleSource.ReferencesThroughFacade(metadata, assembly);

    // An array to search through: a start asks a few times, and every collection of a type of ours takes it as long as a hundred searches.
    private Resource[] Resources()
    {
        lock (_lock)
            return _resources ??= List();
    }

    private Resource[] List()
    {
        var names = holder.GetManifestResourceNames();
        var resources = new Resource[names.Length];
        var count = 0;
        foreach (var name in names)
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal) || name.IndexOf('/', Prefix.Length) is not (> 0 and var slash))
                continue;
            if (name.EndsWith(ActivitiesSuffix, StringComparison.Ordinal) || !isEnabled(name[Prefix.Length..slash]))
                continue;
            var isByReference = name[slash + 1] == '@';
            resources[count++] = new(name, name[(slash + (isByReference ? 2 : 1))..^".json".Length], isByReference);
        }
        Array.Resize(ref resources, count);
        return resources;
    }

    private List<Rule> Read(string resource)
    {
        lock (_lock)
        {
            if (_read is not null && _read.TryGetValue(resource, out var rules))
                return rules;
            using var stream = holder.GetManifestResourceStream(resource)!;
            using var reader = new StreamReader(stream);
            rules = ManifestReader.Read(resource, reader.ReadToEnd(), Problems);
            (_read ??= []).Add(resource, rules);
            return rules;
        }
    }

    private sealed class Resource(string name, string assembly, bool isByReference)
    {
        public string Name => name;
        public string Assembly => assembly;

        /// <summary>For what refers to the assembly too.</summary>
        public bool IsByReference => isByReference;
    }
}
