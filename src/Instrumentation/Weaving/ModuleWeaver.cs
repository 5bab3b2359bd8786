using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using DdRun.Instrumentation.Assemblies;
using DdRun.Instrumentation.Capturing;
using DdRun.Instrumentation.Il;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Matching;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Plans;
using DdRun.Instrumentation.Shapes;
using DdRun.Probes;
using ExceptionHandler = Mono.Cecil.Cil.ExceptionHandler;
using MethodAttributes = System.Reflection.MethodAttributes;
using MethodImplAttributes = System.Reflection.MethodImplAttributes;

namespace DdRun.Instrumentation.Weaving;

/// <summary>Plans a module: at once, or for as long as there is time and then on, also on another thread.</summary>
internal sealed class ModuleWeaver : IDisposable
{
    private const MethodImplAttributes RuntimeAsync = (MethodImplAttributes)0x2000;

    private readonly ModuleSource _source;
    private readonly MetadataReader _metadata;
    private readonly CecilModule _cecil;
    private readonly CecilAssemblies _assemblies;
    private readonly List<Match> _matches;
    private readonly bool _watchesUsing;
    private readonly bool _wantsListings;
    private readonly PlanItems _items = new();
    private readonly ProbeMembers _probes;
    private readonly List<SitePlan> _sites = [];
    private readonly List<MethodReport> _reports = [];
    // By site: its report, and the methods that begin and end its spans, which are woven together or not at all.
    private readonly List<int> _reportOf = [];
    private readonly List<Rule> _siteRules = [];
    private readonly List<MethodEdits> _begins = [];
    private readonly List<MethodEdits?> _ends = [];
    private readonly TokenMap<MethodEdits> _edits = new();
    private readonly List<MethodEdits> _together = [];
    private readonly List<PlanMethod> _methods = [];
    private readonly Workspace _workspace = new();
    private TypeEncoder? _encoder;
    private TypeDefinitionHandle _type;
    private string _typeName = "";
    private RuleOrigin? _origin;
    private string _originText = "";
    private List<MethodEdits>? _order;
    private int _nextMatch, _nextUsing, _nextEdits;
    private LiveEdits? _live;

    private ModuleWeaver(ModuleSource source, ICollection<Match> matches, bool watchesUsing, CecilAssemblies assemblies, bool wantsListings)
    {
        _source = source;
        _metadata = source.Metadata;
        _assemblies = assemblies;
        _matches = matches as List<Match> ?? [.. matches];
        _watchesUsing = watchesUsing;
        _wantsListings = wantsListings;
        _cecil = new CecilModule(source, assemblies);
        _probes = new ProbeMembers(_items);
    }

    /// <summary>Null when nothing is to be woven and nothing to be told.</summary>
    public static WovenModule? Weave(ModuleSource source, ICollection<Match> matches, bool watchesUsing, CecilAssemblies assemblies, bool wantsListings = false)
    {
        using var weaver = Begin(source, matches, watchesUsing, assemblies, wantsListings);
        _ = weaver?.GoOn(long.MaxValue);
        return weaver?.Whole();
    }

    /// <summary>Null when bodies cannot be had.</summary>
    public static ModuleWeaver? Begin(ModuleSource source, ICollection<Match> matches, bool watchesUsing, CecilAssemblies assemblies, bool wantsListings = false) =>
        source.HasImage ? new ModuleWeaver(source, matches, watchesUsing, assemblies, wantsListings) : null;

    /// <summary>The same for some methods, of which others observe the calls.</summary>
    /// <param name="source">The module.</param>
    /// <param name="matches">Those that mean any of the methods.</param>
    /// <param name="watchesUsing">Whether spans in <c>using</c> statements are to see exceptions.</param>
    /// <param name="live">The methods, and who observes them.</param>
    /// <param name="assemblies">Other assemblies.</param>
    public static ModuleWeaver? Begin(ModuleSource source, ICollection<Match> matches, bool watchesUsing, LiveEdits live, CecilAssemblies assemblies, bool wantsListings = false) =>
        source.HasImage ? new ModuleWeaver(source, matches, watchesUsing, assemblies, wantsListings) { _live = live } : null;

    /// <summary>The rule that a site is made for, and its method.</summary>
    public (Rule Rule, uint Token) SiteOf(int site) => (_siteRules[site], _begins[site].Token);

    /// <summary>How many methods are planned so far.</summary>
    public int Count => _methods.Count;

    /// <summary>Whether the sites are known, with which a part of the plan can be carried out.</summary>
    public bool HasSites => _order is not null;

    /// <summary>Goes on with the plan; false when time is up before it is whole.</summary>
    /// <param name="until">In <see cref="Environment.TickCount64"/>.</param>
    public bool GoOn(long until)
    {
        for (; _nextMatch < _matches.Count; _nextMatch++)
        {
            if (Environment.TickCount64 > until)
                return false;
            Plan(_matches[_nextMatch]);
        }
        if (_live is not null)
        {
            PlanLive(_live);
        }
        else if (_watchesUsing && !FindUsing(until))
        {
            return false;
        }
        _order ??= _edits.Values;
        for (; _nextEdits < _order.Count; _nextEdits++)
        {
            if (Environment.TickCount64 > until)
                return false;
            WeaveTogether(_order[_nextEdits]);
        }
        return true;
    }

    /// <summary>The whole plan. Null when nothing is to be woven and nothing to be told.</summary>
    public WovenModule? Whole() => _methods.Count == 0 && _reports.Count == 0 ? null : Write(_methods, [.. _reports]) with
    {
        Dependencies = Dependencies(),
        WatchesUsing = WatchesUsing(),
        Listings = _wantsListings ? Listings() : null,
    };

    /// <summary>The methods that were planned from one on. Its sites are those of the whole plan.</summary>
    public WovenModule Part(int first) => Write(_methods.GetRange(first, _methods.Count - first), []);

    private WovenModule Write(List<PlanMethod> methods, MethodReport[] reports)
    {
        var plan = WeavePlanWriter.Write(new WeavePlan(_source.Mvid, _items.All, methods), out var positions);
        return new WovenModule(plan, positions, [.. _sites], Tokens(methods), reports);
    }

    public void Dispose() => _cecil.Dispose();

    private void Plan(Match match)
    {
        // What a library is lent it needs whatever else is done with the method.
        if (match.Rules.FindLast(static rule => rule.Observe is { Lend: not null }) is { } lending)
            PlanLoan(match.Method, lending);
        var rule = match.Winner;
        if (rule.Exclude || rule.Observe is { Lend: not null })
            return;
        var handle = match.Method;
        var definition = _metadata.GetMethodDefinition(handle);
        var token = (uint)MetadataTokens.GetToken(handle);
        var type = definition.GetDeclaringType();
        var name = _metadata.GetString(definition.Name);
        if (type != _type)
            (_type, _typeName) = (type, MetadataNames.Of(_metadata, type));
        var fullName = _typeName + "." + name;
        if (CheckMetadata(definition) is { } refusal)
        {
            Report(token, fullName, rule, refusal, []);
            return;
        }
        var shape = MethodShape.Read(_metadata, handle);
        var captures = new CapturePlan();
        var shortType = MetadataNames.Short(_metadata, type);
        var site = _sites.Count;
        var edits = Edits(token);
        edits.Site = site;
        edits.Shape = shape;
        edits.EndsBeforeTailCalls = rule.EndsBeforeTailCalls;
        if (NeedsCaptures(rule))
            edits.Captures = Captures.Plan(_cecil.Method(token), shape, rule, shortType, _encoder ??= new TypeEncoder(_cecil.Definition, _items), captures);
        if (edits.Captures is { ConditionIsBroken: true })
        {
            (edits.Site, edits.Captures) = (-1, null);
            if (edits.Loan is null)
                _edits.Remove((int)token);
            Report(token, fullName, rule, Refusal.Condition, captures.Notes);
            return;
        }
        var end = default(MethodEdits);
        if (shape.Return == ReturnKind.Pending)
        {
            if (MoveNextOf(shape) is not { } moveNext)
            {
                _edits.Remove((int)token);
                Report(token, fullName, rule, Refusal.NoStateMachine, []);
                return;
            }
            end = Edits(moveNext);
            end.CompletedSite = site;
        }
        AddSite(new SitePlan(Site(rule, name, shortType, fullName, captures), rule.Observe?.With, [.. captures.Late]), rule, edits, end);
        if (rule.Tested is { } tested && !tested.Contains(_source.Version))
            captures.Notes.Add($"tried: {_source.Name} {_source.Version} is outside the tested versions {tested}");
        Report(token, fullName, rule, null, captures.Notes);
    }

    private void PlanLoan(MethodDefinitionHandle handle, Rule rule)
    {
        var definition = _metadata.GetMethodDefinition(handle);
        var token = (uint)MetadataTokens.GetToken(handle);
        var name = MetadataNames.Of(_metadata, definition.GetDeclaringType()) + "." + _metadata.GetString(definition.Name);
        if (CheckMetadata(definition) is { } refusal)
        {
            Report(token, name, rule, refusal, []);
            return;
        }
        var notes = new List<string>();
        if (Loan.Plan(_metadata, handle, MethodShape.Read(_metadata, handle), rule.Observe!, _sites.Count, out var note) is { } loan)
        {
            var edits = Edits(token);
            edits.Loan = loan;
            AddSite(new SitePlan(new ProbeSite { Name = name, Method = name }, rule.Observe!.With, []), rule, edits, null);
        }
        else
        {
            notes.Add(note);
        }
        if (rule.Tested is { } tested && !tested.Contains(_source.Version))
            notes.Add($"tried: {_source.Name} {_source.Version} is outside the tested versions {tested}");
        Report(token, name, rule, null, notes);
    }

    // Its report is the next.
    private void AddSite(SitePlan site, Rule rule, MethodEdits begin, MethodEdits? end)
    {
        _sites.Add(site);
        _siteRules.Add(rule);
        _begins.Add(begin);
        _ends.Add(end);
        _reportOf.Add(_reports.Count);
    }

    private static bool NeedsCaptures(Rule rule) =>
        rule.Observe is not null || rule.If is not null || rule.Error is not null || rule.Status is not null || rule.Resource is { Holes.Length: > 0 } || rule.Tags.Count > 0;

    private static Refusal? CheckMetadata(MethodDefinition method)
    {
        if ((method.ImplAttributes & RuntimeAsync) != 0)
            return Refusal.RuntimeAsync;
        if ((method.Attributes & MethodAttributes.Abstract) != 0)
            return Refusal.NoBody;
        return method.RelativeVirtualAddress == 0 || (method.ImplAttributes & MethodImplAttributes.CodeTypeMask) != MethodImplAttributes.IL ? Refusal.NotIl : null;
    }

    private static ProbeSite Site(Rule rule, string method, string type, string fullName, CapturePlan captures)
    {
        var tags = new List<KeyValuePair<string, string>>();
        foreach (var (key, template) in rule.Tags)
        {
            if (template.For(method, type) is { Holes.Length: 0 } text)
                tags.Add(new(key, text.Literals[0]));
        }
        return new ProbeSite
        {
            Name = rule.Name?.For(method, type).Literals[0] ?? type + "." + method,
            Service = rule.Service?.For(method, type).Literals[0],
            Resource = rule.Resource?.For(method, type) is { Holes.Length: 0 } resource ? resource.Literals[0] : null,
            Type = rule.Type,
            Tags = [.. tags],
            Method = fullName,
            OnlyInsideTrace = rule.OnlyInsideTrace,
            Templates = [.. captures.Templates],
            KeptValues = captures.Kept.Count,
        };
    }

    private void PlanLive(LiveEdits live)
    {
        _live = null;
        foreach (var method in live.Methods)
        {
            var token = method.Token;
            var handle = (MethodDefinitionHandle)MetadataTokens.EntityHandle((int)token);
            var definition = _metadata.GetMethodDefinition(handle);
            if (_watchesUsing && UsingFilters.MayApply(_source.Body(definition.RelativeVirtualAddress)) && UsingFilters.Applies(_cecil.Method(token)))
                Edits(token).WatchesUsing = true;
            foreach (var edit in method.Edits)
                PlanLive(definition, handle, edit);
        }
    }

    private void PlanLive(MethodDefinition definition, MethodDefinitionHandle handle, LiveEdit edit)
    {
        edit.Refusal = CheckMetadata(definition);
        if (edit.Refusal is not null)
            return;
        var token = (uint)MetadataTokens.GetToken(handle);
        var shape = _edits.Find((int)token)?.Shape ?? MethodShape.Read(_metadata, handle);
        LiveProblem? problem = null;
        var captures = edit.Request.NeedsTypes
            ? LiveCaptures.Plan(edit.Site, edit.Request, _cecil.Method(token), shape, MetadataNames.Short(_metadata, definition.GetDeclaringType()), _encoder ??= new TypeEncoder(_cecil.Definition, _items), out problem)
            : LiveCaptures.None(edit.Site, edit.Request);
        (edit.Captures, edit.Problem) = (captures, problem);
        if (captures is null)
            return;
        var edits = Edits(token);
        edits.Shape = shape;
        (edits.Live ??= []).Add(captures);
        (edits.LiveEdits ??= []).Add(edit);
        if (shape.Return != ReturnKind.Pending || edits.LiveEnd is not null || MoveNextOf(shape) is not { } moveNext)
            return;
        edits.LiveEnd = Edits(moveNext);
        edits.LiveEnd.LiveBegin = edits;
    }

    private uint? MoveNextOf(MethodShape shape)
    {
        if (shape.StateMachine is not { } name || _cecil.Definition.GetType(name.Replace('+', '/')) is not { } type)
            return null;
        foreach (var method in type.Methods)
        {
            if (method.Name == "MoveNext" && !method.HasParameters && method.HasBody)
                return method.MetadataToken.ToUInt32();
        }
        return null;
    }

    private bool FindUsing(long until)
    {
        var count = _metadata.MethodDefinitions.Count;
        for (; _nextUsing < count; _nextUsing++)
        {
            if (Environment.TickCount64 > until)
                return false;
            var handle = MetadataTokens.MethodDefinitionHandle(_nextUsing + 1);
            var token = (uint)MetadataTokens.GetToken(handle);
            if (UsingFilters.MayApply(_source.Body(_metadata.GetMethodDefinition(handle).RelativeVirtualAddress)) && UsingFilters.Applies(_cecil.Method(token)))
                Edits(token).WatchesUsing = true;
        }
        return true;
    }

    // With every method that shares a site with one of them.
    private void WeaveTogether(MethodEdits first)
    {
        if (first.IsDone)
            return;
        _together.Clear();
        Gather(first);
        for (var i = 0; i < _together.Count; i++)
        {
            var edits = _together[i];
            if (edits.Site >= 0 && _ends[edits.Site] is { } end)
                Gather(end);
            if (edits.CompletedSite >= 0)
                Gather(_begins[edits.CompletedSite]);
            if (edits.LiveEnd is { } machine)
                Gather(machine);
            if (edits.LiveBegin is { } observed)
                Gather(observed);
        }
        var before = _methods.Count;
        foreach (var edits in _together)
        {
            edits.WantsListing = _wantsListings;
            if (Weave(edits.Token, edits, out var refusal) is { } planned)
            {
                _methods.Add(planned);
                if (edits is { TailCalls: > 0, Site: >= 0 })
                    Note(edits);
                continue;
            }
            _methods.RemoveRange(before, _methods.Count - before);
            Refuse(refusal ?? Refusal.Unreadable);
            return;
        }
    }

    private void Gather(MethodEdits edits)
    {
        if (edits.IsDone)
            return;
        edits.IsDone = true;
        _together.Add(edits);
    }

    private void Refuse(Refusal refusal)
    {
        foreach (var edits in _together)
        {
            if (edits.Site >= 0)
                _reports[_reportOf[edits.Site]] = _reports[_reportOf[edits.Site]] with { Refusal = refusal };
            foreach (var edit in edits.LiveEdits ?? [])
                edit.Refusal = refusal;
        }
    }

    private void Note(MethodEdits edits)
    {
        var report = _reports[_reportOf[edits.Site]];
        _reports[_reportOf[edits.Site]] = report with { Notes = [.. report.Notes, $"the span ends before {edits.TailCalls} tail call{(edits.TailCalls == 1 ? "" : "s")}"] };
    }

    private PlanMethod? Weave(uint token, MethodEdits edits, out Refusal? refusal)
    {
        refusal = Refusal.Unreadable;
        var handle = (MethodDefinitionHandle)MetadataTokens.EntityHandle((int)token);
        if (RawBody.Read(_source.Body(_metadata.GetMethodDefinition(handle).RelativeVirtualAddress)) is not { } raw)
            return null;
        var locals = raw.Locals == 0 ? [] : _metadata.GetBlobBytes(_metadata.GetStandaloneSignature((StandaloneSignatureHandle)MetadataTokens.EntityHandle((int)raw.Locals)).Signature);
        var shape = edits.Shape ?? MethodShape.Read(_metadata, handle);
        return new MethodWeaver(token, _cecil, shape, raw, locals, edits, _items, _probes, _workspace).Weave(out refusal);
    }

    private MethodEdits Edits(uint token)
    {
        if (_edits.Find((int)token) is not { } edits)
            _edits.Add((int)token, edits = new MethodEdits(token));
        return edits;
    }

    // Every assembly that the module refers to and that an expression may have led into.
    private ModuleVersion[] Dependencies() => _encoder is null ? [] : [.. _assemblies.Versions()];

    private Dictionary<uint, MethodListing> Listings()
    {
        var listings = new Dictionary<uint, MethodListing>();
        foreach (var method in _methods)
        {
            var before = new List<string>();
            var body = _cecil.Method(method.Token).Body;
            foreach (var instruction in body.Instructions)
                before.Add(instruction.ToString());
            foreach (var handler in body.ExceptionHandlers)
                before.Add(Region(handler, body.CodeSize));
            listings.Add(method.Token, new(before, method.Listing!));
        }
        return listings;
    }

    private static string Region(ExceptionHandler handler, int end) => IlLine.Region(
        (ExceptionRegionKind)handler.HandlerType, handler.TryStart.Offset, handler.TryEnd.Offset, handler.HandlerStart.Offset, handler.HandlerEnd?.Offset ?? end,
        handler.FilterStart?.Offset, handler.CatchType?.FullName);

    private List<uint> WatchesUsing()
    {
        var tokens = new List<uint>();
        foreach (var method in _methods)
        {
            if (_edits.Find((int)method.Token) is { WatchesUsing: true })
                tokens.Add(method.Token);
        }
        return tokens;
    }

    private static uint[] Tokens(List<PlanMethod> methods)
    {
        var tokens = new uint[methods.Count];
        for (var i = 0; i < tokens.Length; i++)
            tokens[i] = methods[i].Token;
        return tokens;
    }

    private void Report(uint token, string method, Rule rule, Refusal? refusal, IReadOnlyList<string> notes)
    {
        if (!ReferenceEquals(rule.Origin, _origin))
            (_origin, _originText) = (rule.Origin, rule.Origin.ToString());
        _reports.Add(new MethodReport(token, method, _originText, refusal, notes));
    }
}
