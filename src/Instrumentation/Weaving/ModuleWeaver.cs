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
using MethodAttributes = System.Reflection.MethodAttributes;
using MethodImplAttributes = System.Reflection.MethodImplAttributes;

namespace DdRun.Instrumentation.Weaving;

/// <summary>Plans a module.</summary>
internal sealed class ModuleWeaver : IDisposable
{
    private const MethodImplAttributes RuntimeAsync = (MethodImplAttributes)0x2000;


    private readonly ModuleSource _source;
    private readonly MetadataReader _metadata;
    private readonly CecilModule _cecil;
    private readonly CecilAssemblies _assemblies;
    private readonly PlanItems _items = new();
    private readonly ProbeMembers _probes;
    private readonly List<SitePlan> _sites = [];
    private readonly List<MethodReport> _reports = [];
    private readonly TokenMap<MethodEdits> _edits = new();
    private readonly List<PlanMethod> _methods = [];
    private readonly Workspace _workspace = new();
    private TypeEncoder? _encoder;
    private TypeDefinitionHandle _type;
    private string _typeName = "";
    private RuleOrigin? _origin;
    private string _originText = "";

    private ModuleWeaver(ModuleSource source, CecilAssemblies assemblies)
    {
        _source = source;
        _metadata = source.Metadata;
        _assemblies = assemblies;
        _cecil = new CecilModule(source, assemblies);
        _probes = new ProbeMembers(_items);
    }

    /// <summary>Null when nothing is to be woven and nothing to be told.</summary>
    public static WovenModule? Weave(ModuleSource source, ICollection<Match> matches, bool watchesUsing, CecilAssemblies assemblies, bool wantsListings = false)
    {
        if (!source.HasImage)
            return null;
        using var weaver = new ModuleWeaver(source, assemblies);
        foreach (var match in matches)
            weaver.Plan(match);
        if (watchesUsing)
            weaver.FindUsing();
        weaver.WeaveAll(wantsListings);
        if (weaver._methods.Count == 0 && weaver._reports.Count == 0)
            return null;
        var plan = WeavePlanWriter.Write(new WeavePlan(source.Mvid, weaver._items.All, weaver._methods), out var positions);
        return new WovenModule(plan, positions, [.. weaver._sites], weaver.Tokens(), [.. weaver._reports]) { Dependencies = weaver.Dependencies(), WatchesUsing = weaver.WatchesUsing(), Listings = wantsListings ? weaver.Listings() : null };
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
        if (NeedsCaptures(rule))
            edits.Captures = Captures.Plan(_cecil.Method(token), shape, rule, shortType, _encoder ??= new TypeEncoder(_cecil.Definition, _items), captures);
        if (shape.Return == ReturnKind.Pending)
        {
            if (MoveNextOf(shape) is not { } moveNext)
            {
                _edits.Remove((int)token);
                Report(token, fullName, rule, Refusal.NoStateMachine, []);
                return;
            }
            Edits(moveNext).CompletedSite = site;
        }
        _sites.Add(new SitePlan(Site(rule, name, shortType, fullName, captures), rule.Observe?.With, [.. captures.Results]));
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
            Edits(token).Loan = loan;
            _sites.Add(new SitePlan(new ProbeSite { Name = name, Method = name }, rule.Observe!.With, []));
        }
        else
        {
            notes.Add(note);
        }
        if (rule.Tested is { } tested && !tested.Contains(_source.Version))
            notes.Add($"tried: {_source.Name} {_source.Version} is outside the tested versions {tested}");
        Report(token, name, rule, null, notes);
    }

    private static bool NeedsCaptures(Rule rule) =>
        rule.Observe is not null || rule.Error is not null || rule.Resource is { Holes.Length: > 0 } || rule.Tags.Count > 0;

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
        };
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

    private void FindUsing()
    {
        foreach (var handle in _metadata.MethodDefinitions)
        {
            var token = (uint)MetadataTokens.GetToken(handle);
            if (UsingFilters.MayApply(_source.Body(_metadata.GetMethodDefinition(handle).RelativeVirtualAddress)) && UsingFilters.Applies(_cecil.Method(token)))
                Edits(token).WatchesUsing = true;
        }
    }

    private void WeaveAll(bool wantsListings)
    {
        for (var i = 0; i < _edits.Count; i++)
        {
            var (token, edits) = ((uint)_edits.TokenAt(i), _edits.Values[i]);
            edits.WantsListing = wantsListings;
            if (Weave(token, edits, out var refusal) is { } planned)
                _methods.Add(planned);
            else
                Refuse(token, edits, refusal ?? Refusal.Unreadable);
        }
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

    private void Refuse(uint token, MethodEdits edits, Refusal refusal)
    {
        // The method that begins the span and the one that ends it are woven together or not at all.
        var site = edits.Site >= 0 ? edits.Site : edits.CompletedSite;
        _methods.RemoveAll(method => _edits.Find((int)method.Token) is { } other && (other.Site == site || other.CompletedSite == site));
        var at = _reports.FindIndex(report => report.Token == token || (_edits.Find((int)report.Token) is { } other && other.Site == site && site >= 0));
        if (at >= 0)
            _reports[at] = _reports[at] with { Refusal = refusal };
    }

    private MethodEdits Edits(uint token)
    {
        if (_edits.Find((int)token) is not { } edits)
            _edits.Add((int)token, edits = new MethodEdits());
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
            foreach (var instruction in _cecil.Method(method.Token).Body.Instructions)
                before.Add(instruction.ToString());
            listings.Add(method.Token, new(before, method.Listing!));
        }
        return listings;
    }

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

    private uint[] Tokens()
    {
        var tokens = new uint[_methods.Count];
        for (var i = 0; i < tokens.Length; i++)
            tokens[i] = _methods[i].Token;
        return tokens;
    }

    private void Report(uint token, string method, Rule rule, Refusal? refusal, IReadOnlyList<string> notes)
    {
        if (!ReferenceEquals(rule.Origin, _origin))
            (_origin, _originText) = (rule.Origin, rule.Origin.ToString());
        _reports.Add(new MethodReport(token, method, _originText, refusal, notes));
    }
}
