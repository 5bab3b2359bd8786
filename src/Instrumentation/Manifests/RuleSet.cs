using System.Reflection.Metadata;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DdRun.Instrumentation.Files;
using DdRun.Instrumentation.Text;

namespace DdRun.Instrumentation.Manifests;

/// <summary>
/// Rules from all their sources, in the order in which later ones win: integrations, <c>DD_TRACE_METHODS</c>, manifests. Their texts are read
/// when somebody wants to know what they say.
/// </summary>
internal sealed class RuleSet(EmbeddedManifests embedded)
{
    private readonly object _lock = new();
    private RuleText? _unread, _all;
    private List<Rule>? _rules;
    private List<ManifestProblem>? _problems;
    private RuleReach? _reach;
    private bool _mayHaveActivities;
    private readonly ActivityManifest _activities = new();

    public List<ManifestProblem> Problems
    {
        get
        {
            Read();
            return _problems ??= [];
        }
    }

    public IReadOnlyList<Rule> Own
    {
        get
        {
            Read();
            return _rules ??= [];
        }
    }

    /// <summary>What the manifests say of activities; those that say nothing are not read for it.</summary>
    public ActivityManifest Activities
    {
        get
        {
            if (_mayHaveActivities)
                Read();
            return _activities;
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

    public void AddMethods(string text) => Add(null, text);

    /// <summary>A manifest whose text has been read already.</summary>
    /// <param name="origin">What it is called in messages.</param>
    /// <param name="text">The manifest.</param>
    public void AddText(string origin, string text) => Add(origin, text);

    /// <summary>The same integrations and no rules of the user's.</summary>
    public RuleSet WithoutOwn() => new(embedded);

    /// <summary>The same, for more to be added.</summary>
    public RuleSet Copy()
    {
        var copy = WithoutOwn();
        copy.Add(_all);
        return copy;
    }

    public void AddManifest(string path)
    {
        try
        {
            Add(path, TextFile.Read(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            AddProblem(path, e);
            Include("");
        }
    }

    // Apart, so that the list is loaded only where there is a problem.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddProblem(string path, Exception e) =>
        (_problems ??= []).Add(new(path, 0, 0, -1, e is FileNotFoundException or DirectoryNotFoundException ? "the file does not exist" : e.Message));

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

    private void Add(string? path, string text)
    {
        Include(text);
        _mayHaveActivities |= text.Contains("\"activities\"", StringComparison.Ordinal) || text.Contains("\"replaces\"", StringComparison.Ordinal);
        _unread = new(path, text, _unread);
        _all = new(path, text, _all);
    }

    private void Add(RuleText? all)
    {
        if (all is null)
            return;
        Add(all.Before);
        Add(all.Path, all.Text);
    }

    private void Include(string text) => Hash = Hash64.Of(MemoryMarshal.AsBytes(text.AsSpan()), Hash + 1);

    private void Read()
    {
        lock (_lock)
        {
            Read(_unread);
            _unread = null;
        }
    }

    private void Read(RuleText? text)
    {
        if (text is null)
            return;
        Read(text.Before);
        _problems ??= [];
        (_rules ??= []).AddRange(text.Path is null ? TraceMethods.Read(text.Text, _problems) : ManifestReader.Read(text.Path, text.Text, _problems, _activities));
    }

    /// <summary>A manifest, or without a path <c>DD_TRACE_METHODS</c>, and the one before. A chain, as a start that reads none would have to load a list.</summary>
    private sealed class RuleText(string? path, string text, RuleText? before)
    {
        public string? Path => path;
        public string Text => text;
        public RuleText? Before => before;
    }
}
