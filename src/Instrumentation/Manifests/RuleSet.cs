using System.Reflection.Metadata;
using System.Runtime.InteropServices;
using DdRun.Instrumentation.Caching;

namespace DdRun.Instrumentation.Manifests;

/// <summary>
/// Rules from all their sources, in the order in which later ones win: integrations, <c>DD_TRACE_METHODS</c>, manifests. Their texts are read
/// when somebody wants to know what they say.
/// </summary>
internal sealed class RuleSet(EmbeddedManifests embedded)
{
    private readonly List<RuleText> _unread = [];
    private readonly List<Rule> _rules = [];
    private readonly List<ManifestProblem> _problems = [];
    private RuleReach? _reach;

    public List<ManifestProblem> Problems
    {
        get
        {
            Read();
            return _problems;
        }
    }

    public IReadOnlyList<Rule> Own
    {
        get
        {
            Read();
            return _rules;
        }
    }

    /// <summary>Changes with the text of anything but the integrations.</summary>
    public ulong Hash { get; private set; }

    /// <summary>What is remembered of rules with the same <see cref="Hash"/>, or else what they say.</summary>
    public RuleReach Reach
    {
        get => _reach ??= RuleReach.Of(Own);
        set => _reach = value;
    }

    public void AddMethods(string text) => Add(new(null, text));

    public void AddManifest(string path)
    {
        try
        {
            Add(new(path, TextFile.Read(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            _problems.Add(new(path, 0, 0, -1, e is FileNotFoundException or DirectoryNotFoundException ? "the file does not exist" : e.Message));
            Include("");
        }
    }

    /// <summary>Changes with anything that could change an assembly's plan, besides the assembly.</summary>
    public ulong HashFor(string assembly) => embedded.HashFor(assembly, Hash);

    /// <summary>Whether any rule could mean something in an assembly of the shared framework: asked before its metadata is read.</summary>
    public bool MayReachFramework(string assembly) => embedded.MayReachFramework(assembly) || Reach.MayReach(assembly);

    /// <summary>The rules that may mean something in an assembly.</summary>
    public IReadOnlyList<Rule> For(string assembly, MetadataReader metadata)
    {
        if (embedded.For(assembly, metadata) is not { Count: > 0 } integrations)
            return Own;
        return Own.Count == 0 ? integrations : [.. integrations, .. Own];
    }

    private void Add(RuleText text)
    {
        Include(text.Text);
        _unread.Add(text);
    }

    private void Include(string text) => Hash = Hash64.Of(MemoryMarshal.AsBytes(text.AsSpan()), Hash + 1);

    private void Read()
    {
        lock (_unread)
        {
            foreach (var (path, text) in _unread)
                _rules.AddRange(path is null ? TraceMethods.Read(text, _problems) : ManifestReader.Read(path, text, _problems));
            _unread.Clear();
        }
    }

    /// <summary>A manifest, or without a path <c>DD_TRACE_METHODS</c>.</summary>
    private sealed record RuleText(string? Path, string Text);
}
