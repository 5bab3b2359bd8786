using System.Reflection.Metadata;
using System.Runtime.InteropServices;
using DdRun.Instrumentation.Caching;
using DdRun.Instrumentation.Patterns;

namespace DdRun.Instrumentation.Manifests;

/// <summary>Rules from all their sources, in the order in which later ones win: integrations, <c>DD_TRACE_METHODS</c>, manifests.</summary>
internal sealed class RuleSet
{
    private readonly List<Rule> _rules = [];
    private readonly EmbeddedManifests _embedded;
    private ulong _hash;

    public RuleSet(EmbeddedManifests embedded) => _embedded = embedded;

    public List<ManifestProblem> Problems { get; } = [];
    public IReadOnlyList<Rule> Own => _rules;

    public void AddMethods(string text)
    {
        Include(text);
        _rules.AddRange(TraceMethods.Read(text, Problems));
    }

    public void AddManifest(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            Problems.Add(new(path, 0, 0, -1, e is FileNotFoundException or DirectoryNotFoundException ? "the file does not exist" : e.Message));
            return;
        }
        Include(text);
        _rules.AddRange(ManifestReader.Read(path, text, Problems));
    }

    /// <summary>Changes with anything that could change an assembly's plan, besides the assembly.</summary>
    public ulong HashFor(string assembly) => _embedded.HashFor(assembly, _hash);

    /// <summary>Whether any rule could mean something in an assembly of the shared framework: asked before its metadata is read.</summary>
    public bool MayReachFramework(string assembly)
    {
        if (_embedded.MayReachFramework(assembly))
            return true;
        foreach (var rule in _rules)
        {
            if (rule.Assembly is not null ? NameGlob.IsMatch(rule.Assembly, assembly) : rule.Target != RuleTarget.Method || IsFrameworkNamespace(rule.Pattern.Type.Prefix))
                return true;
        }
        return false;
    }

    private static bool IsFrameworkNamespace(string prefix) =>
        prefix.StartsWith("System", StringComparison.Ordinal) || prefix.StartsWith('M') || prefix.StartsWith("Int", StringComparison.Ordinal);

    /// <summary>Whether the rules ask for nothing but the assembly itself: not for what types elsewhere implement.</summary>
    public bool KnowByModule => _rules.TrueForAll(static rule => rule.Target == RuleTarget.Method);

    /// <summary>The rules that may mean something in an assembly.</summary>
    public IReadOnlyList<Rule> For(string assembly, MetadataReader metadata)
    {
        if (_embedded.For(assembly, metadata) is not { Count: > 0 } embedded)
            return _rules;
        return _rules.Count == 0 ? embedded : [.. embedded, .. _rules];
    }

    private void Include(string text) => _hash = Hash64.Of(MemoryMarshal.AsBytes(text.AsSpan()), _hash + 1);
}
