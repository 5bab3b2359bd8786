using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Instrumentation.Assemblies;
using DdRun.Instrumentation.Integrations;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Matching;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Plans;
using DdRun.Instrumentation.Profiler;
using DdRun.Instrumentation.Weaving;
using DdRun.Probes;

namespace DdRun.Instrumentation.InProcess;

/// <summary>
/// Weaves assemblies as the process loads them. No static constructor here: the load event may come under the loader's lock, and one that
/// loads in turn has locked up programs at their start.
/// </summary>
internal sealed class LoadTimeWeaver(ProfilerBridge bridge, RuleSet rules, PlanSource plans)
{
    // Fewer methods are woven by a request: most of them will run, and it takes no look at each method that the process compiles.
    private const int FewestKept = 100;

    [ThreadStatic]
    private static Queue<Assembly>? t_waiting;

    private RuleSet _rules = rules;

    // Weak: contexts are to unload.
    private readonly ConditionalWeakTable<Assembly, WovenTokens> _seen = [];
    private List<WeakReference<Assembly>>? _postponed;
    private TypeHierarchy? _hierarchy;
    private BackgroundPlanner? _background;
    private KnownPlans _known = new();
    private bool _isSubscribed;
    private readonly WovenBodies _bodies = new(bridge, Report, ThrownExceptions.Subscribe);

    /// <summary>What assemblies are woven by that are loaded from now on.</summary>
    public RuleSet Rules
    {
        get => Volatile.Read(ref _rules);
        set
        {
            Volatile.Write(ref _rules, value);
            bridge.NoteRules(value.Reach.Rules);
        }
    }

    public ProfilerBridge Bridge => bridge;
    public WovenBodies Bodies => _bodies;

    /// <summary>Is told of assemblies whose plan took long, and is carried out now.</summary>
    public Action<Assembly>? Finished { get; set; }

    public void Start()
    {
        if (!_isSubscribed)
            AssemblyLoads.Subscribe(assembly => Weave(assembly, isLoading: true));
        _isSubscribed = true;
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            Weave(assembly, isLoading: false);
    }

    /// <summary>Begins anew in a process whose methods are all as they were.</summary>
    public void Restart(RuleSet rules)
    {
        Rules = rules;
        _known = new KnownPlans();
        _postponed = null;
        _seen.Clear();
        Start();
    }

    // What weaving itself needs is loaded on the way, in the middle of loading our own types: those assemblies wait until it is done.
    private void Weave(Assembly assembly, bool isLoading)
    {
        if (t_waiting is { } waiting)
        {
            waiting.Enqueue(assembly);
            return;
        }
        t_waiting = waiting = new Queue<Assembly>();
        try
        {
            WeaveOnce(assembly, isLoading);
            while (waiting.TryDequeue(out var next))
                WeaveOnce(next, isLoading: false);
        }
        finally
        {
            t_waiting = null;
        }
    }

    // An assembly that is being loaded belongs to this thread: nothing of it has been compiled.
    private void WeaveOnce(Assembly assembly, bool isLoading)
    {
        try
        {
            if (!_seen.TryAdd(assembly, new WovenTokens()))
                return;
            if (assembly.IsDynamic)
                LeaveAlone(assembly, Refusal.Dynamic);
            else
                WeaveStatic(assembly, isLoading);
            ReportFailures();
        }
        catch (Exception e)
        {
            Log.Error($"{assembly.GetName().Name} is not woven", e);
        }
    }

    private void WeaveStatic(Assembly assembly, bool isLoading)
    {
        var name = AssemblyNames.Simple(assembly);
        if (Refusal.OfAssembly(name) is { } refusal)
        {
            LeaveAlone(assembly, refusal);
            return;
        }
        if (IsOwn(assembly) || (Assemblies.SharedFramework.Contains(assembly) && !Rules.MayReachFramework(name)))
            return;
        var hash = Rules.HashFor(name);
        var mvid = assembly.ManifestModule.ModuleVersionId;
        if (assembly.IsCollectible)
        {
            WeaveUnknown(assembly, hash, isLoading);
            return;
        }
        var twin = _known.Find(mvid, hash);
        // Of a plan that the profiler keeps the second copy is woven by a request, and lends its bodies to the others.
        isLoading &= twin is null;
        if (twin is not null && TryWeaveCopy(assembly, name, twin))
        {
            _bodies.Watch();
        }
        else if (plans.TryGet(mvid, hash) is { } cached)
        {
            if (cached.Missed is { } missed)
                Tell(missed);
            CarryOut(assembly, name, cached, Register(cached), isLoading);
            Remember(_known.Add(mvid, hash, assembly.ManifestModule), cached);
            if (cached.Check == PlanCheck.Due)
                Check(assembly, cached, hash);
            else
                _bodies.Watch();
        }
        else if (plans.IsUnmatched(mvid, hash))
        {
            Remember(_known.Add(mvid, hash, assembly.ManifestModule), PlanSource.Nothing);
        }
        else
        {
            WeaveUnknown(assembly, hash, isLoading);
        }
    }

    // Sites and bodies are those of the first copy; what compiles there does here.
    private bool TryWeaveCopy(Assembly assembly, string name, KnownPlan twin)
    {
        if (twin.TryWait(assembly) || twin.Tokens.Length == 0)
            return true;
        var result = bridge.WeaveCopy(assembly.ManifestModule, twin.Module);
        if (result >= 0)
            Note(assembly, twin.Tokens);
        if (Log.IsDebug)
            Log.Debug(result >= 0 ? $"{name} is woven as the copy that was loaded before" : $"{name} is not woven as the copy that was loaded before: {ProfilerError.Describe(result)}");
        return result >= 0;
    }

    private static void Remember(KnownPlan known, WovenModule woven) => (known.Tokens, known.Dependencies) = (woven.Tokens, woven.Dependencies);

    private void WeaveUnknown(Assembly assembly, ulong hash, bool isLoading)
    {
        if (!Room.IsEnough())
        {
            Postpone(assembly);
            return;
        }
        if (_postponed is not null)
            CatchUp();
        Plan(assembly, hash, isLoading);
    }

    private void Postpone(Assembly assembly)
    {
        lock (_seen)
            (_postponed ??= []).Add(new(assembly));
        Log.Warn("The process has too few file descriptors left, or too little memory, to plan with: what it loads now is not woven until it has them again.");
    }

    private void CatchUp()
    {
        List<WeakReference<Assembly>>? postponed;
        lock (_seen)
            (postponed, _postponed) = (_postponed, null);
        if (postponed is null)
            return;
        // Then there may have been no descriptor for a log either.
        Log.Warn(string.Create(CultureInfo.InvariantCulture,
            $"{postponed.Count} assemblies were loaded while the process had too few file descriptors left, or too little memory, to plan with; they are woven now."));
        foreach (var one in postponed)
        {
            if (one.TryGetTarget(out var assembly))
                WeaveStatic(assembly, isLoading: false);
        }
    }

    // Apart, so that a start that finds its plans does not load what reads metadata.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Plan(Assembly assembly, ulong hash, bool isLoading)
    {
        var until = Environment.TickCount64 + PlanningBudget.Milliseconds;
        var source = ModuleSource.Of(assembly, bridge);
        if (source is null)
            return;
        if (Begin(assembly, source, hash) is not { } planning)
        {
            source.Dispose();
            return;
        }
        if (planning.Weaver.GoOn(until))
        {
            using (planning)
                Finish(planning, isLoading);
            return;
        }
        planning.Known = _known.Add(source.Mvid, hash, assembly.ManifestModule, isPending: true);
        var planned = planning.Weaver.Count;
        if (planned > 0)
            CarryOutPart(planning);
        Log.Info(string.Create(CultureInfo.InvariantCulture,
            $"{source.Name}: planning takes longer than {PlanningBudget.Milliseconds} ms; {planned} methods are woven, the others are in the background, and make no spans until then"));
        (_background ?? Interlocked.CompareExchange(ref _background, new BackgroundPlanner(late => Finish(late, isLoading: false)), null) ?? _background).Add(planning);
    }

    // Null where nothing is to be woven.
    private Planning? Begin(Assembly assembly, ModuleSource source, ulong hash)
    {
        var possible = Rules.For(source.Name, source.Metadata);
        var asked = new HashSet<string>(StringComparer.Ordinal);
        var mistakes = new MissedRules();
        var matches = ModuleMatcher.Find(source, possible, Hierarchy(assembly), asked, mistakes);
        var missed = mistakes.In(source, Rules.Own);
        if (missed is not null)
            Tell(missed);
        var watchesUsing = source.References("DdRun.Runtime");
        if (matches.Count == 0 && !watchesUsing)
        {
            if (assembly.IsCollectible)
                return null;
            // The versions of what was asked take longer to find than to ask again.
            if (asked.Count == 0)
            {
                Remember(_known.Add(source.Mvid, hash, assembly.ManifestModule), PlanSource.Nothing);
                if (missed is null)
                    plans.KeepUnmatched(source.Mvid, hash);
            }
            if (missed is not null)
                plans.Keep(source.Mvid, hash, PlanSource.WithVersions(PlanSource.Nothing, asked) with { Missed = missed });
            return null;
        }
        if (assembly.IsCollectible)
        {
            LeaveAlone(assembly, Refusal.Collectible);
            return null;
        }
        return ModuleWeaver.Begin(source, matches, watchesUsing, CecilAssemblies.OfProcess) is { } weaver
            ? new Planning(assembly, source, weaver, hash) { Asked = asked, Missed = missed }
            : null;
    }

    private void CarryOutPart(Planning planning)
    {
        var part = planning.Weaver.Part(planning.Woven);
        if (part.Tokens.Length == 0)
            return;
        if (planning.FirstSite < 0)
            planning.FirstSite = Register(part);
        CarryOut(planning.Assembly, planning.Source.Name, part, planning.FirstSite, isLoading: false);
        planning.Woven += part.Tokens.Length;
    }

    private void Finish(Planning planning, bool isLoading)
    {
        var (assembly, source, hash) = (planning.Assembly, planning.Source, planning.Rules);
        if (planning.Weaver.Whole() is not { } woven)
            return;
        woven = PlanSource.WithVersions(woven, planning.Asked) with { Missed = planning.Missed };
        if (planning.Woven == 0)
        {
            CarryOut(assembly, source.Name, woven, Register(woven), isLoading);
        }
        else
        {
            if (Log.IsDebug)
                LogDecisions(source.Name, woven);
            CarryOutPart(planning);
        }
        var known = planning.Known ?? _known.Add(source.Mvid, hash, assembly.ManifestModule);
        Remember(known, woven);
        foreach (var copy in known.Complete() ?? [])
            TryWeaveCopy(copy, source.Name, known);
        if (planning.Known is not null)
            Finished?.Invoke(assembly);
        if (woven.Tokens.Length == 0 || !KnownAssemblies.Cover(source.Metadata) || !WeaveVerifier.CanVerify(assembly.ManifestModule))
        {
            _bodies.Watch();
            plans.Keep(source.Mvid, hash, woven with { Check = PlanCheck.NotPossible });
            return;
        }
        if (woven.Tokens.Length > WovenBodies.MostInAdvance)
            plans.Keep(source.Mvid, hash, woven);
        Check(assembly, woven, hash);
    }

    private void Tell(MissedRule[] missed)
    {
        foreach (var (index, reason) in missed)
        {
            if (index < Rules.Own.Count)
                Log.Warn($"{Rules.Own[index].Origin}: warning: {reason}");
        }
    }

    // Once for each plan: what has compiled here before will again.
    private void Check(Assembly assembly, WovenModule woven, ulong hash)
    {
        var module = assembly.ManifestModule;
        _bodies.Check(module, Array.ConvertAll(woven.Tokens, token => (int)token), failures =>
        {
            var foreign = new HashSet<uint>();
            var isWhole = true;
            foreach (var failure in failures)
            {
                isWhole &= !failure.IsOurs;
                foreign.Add((uint)failure.Method);
            }
            if (!isWhole)
                plans.Forget(module.ModuleVersionId, hash);
            else
                plans.Keep(module.ModuleVersionId, hash, (foreign.Count == 0 ? woven : PlanCut.Without(woven, foreign, Refusal.DoesNotCompile)) with { Check = PlanCheck.Done });
        });
    }

    private static int Register(WovenModule woven)
    {
        if (woven.Tokens.Length == 0)
            return 0;
        if (woven.KeptSites is { CanWait: true, Count: >= FewestKept } late)
            return Probe.Register(late.Count, index => Attach(late.Read(index)));
        var sites = new ProbeSite[woven.Sites.Length];
        for (var i = 0; i < sites.Length; i++)
            sites[i] = Attach(woven.Sites[i]);
        return Probe.Register(sites);
    }

    /// <summary>A site with all that it needs in this process.</summary>
    public static ProbeSite Attach(SitePlan plan)
    {
        var site = Observers.Attach(plan);
        if (Settings.Current.Otlp?.Traces is not null || FunctionName.IsAsked)
            SiteFunction.Name(site);
        return site;
    }

    private void CarryOut(Assembly assembly, string name, WovenModule woven, int firstSite, bool isLoading)
    {
        if (Log.IsDebug)
            LogDecisions(name, woven);
        if (woven.Tokens.Length == 0)
            return;
        Number(woven, firstSite);
        var isKept = isLoading && woven.Tokens.Length >= FewestKept && MayKeep() && bridge.Keep(assembly.ManifestModule, woven.Plan, woven.Tokens.Length) >= 0;
        WeaveResult? result = isKept ? null : bridge.Weave(assembly.ManifestModule, woven.Plan, woven.Tokens.Length);
        Number(woven, -firstSite);
        if (result is not { Succeeded: false })
            Note(assembly, woven.Tokens);
        if (result is { } answered)
            Tell(name, answered, woven.Tokens);
    }

    // A module that hot reload or a debugger may change refuses requests only.
    private static bool MayKeep() => !Debugger.IsAttached && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DOTNET_MODIFIABLE_ASSEMBLIES"));

    /// <summary>The methods of an assembly that were woven when it was loaded.</summary>
    public IEnumerable<uint> WovenTokens(Assembly assembly) => _seen.TryGetValue(assembly, out var woven) ? woven.All : [];

    private void Note(Assembly assembly, uint[] tokens)
    {
        if (_seen.TryGetValue(assembly, out var woven))
            woven.Add(tokens);
    }

    private static void Tell(string name, WeaveResult result, uint[]? tokens)
    {
        if (!result.Succeeded)
        {
            Log.Error(result.Result == ProfilerError.ModuleIsEditable
                ? $"{name} is not woven ({Refusal.EditAndContinue.Code}): {ProfilerError.Describe(result.Result)}"
                : $"{name} is not woven: {ProfilerError.Describe(result.Result)}");
            return;
        }
        for (var i = 0; i < tokens?.Length; i++)
        {
            if (!result.IsWoven(i))
                Log.Error($"{name}: method 0x{tokens[i]:X8} is not woven: {ProfilerError.Describe(result.Methods[i])}");
        }
    }

    // Sites have their numbers while the plan is handed over: it is kept without.
    private static void Number(WovenModule woven, int first)
    {
        foreach (var position in woven.SitePositions)
        {
            var site = woven.Plan.AsSpan(position);
            BinaryPrimitives.WriteInt32LittleEndian(site, BinaryPrimitives.ReadInt32LittleEndian(site) + first);
        }
    }

    private void ReportFailures()
    {
        foreach (var failure in bridge.TakeFailures())
        {
            bridge.Restore(failure.Module, [failure.Method]);
            Report(failure);
        }
    }

    private static void Report(ProfilerFailure failure)
    {
        var method = string.Create(CultureInfo.InvariantCulture, $"{failure.Module.Name}: method 0x{failure.Method:X8}");
        if (failure.IsOurs)
            Log.Error($"{method} is as it was: {ProfilerError.Describe(failure.Result)}");
        else
            Log.Debug($"{method} is not woven ({Refusal.DoesNotCompile.Code}): {Refusal.DoesNotCompile.Reason}");
    }

    private static void LogDecisions(string name, WovenModule woven)
    {
        foreach (var report in woven.Reports)
        {
            Log.Debug(report.Refusal is { } refusal
                ? $"{name}: {report.Method} is not woven ({refusal.Code}): {refusal.Reason}"
                : $"{name}: {report.Method} is woven by {report.Rule}");
            foreach (var note in report.Notes)
                Log.Debug($"{name}: {report.Method}: {note}");
        }
    }

    /// <summary>What is known of types; of those that may go it is not kept.</summary>
    public TypeHierarchy Hierarchy(Assembly assembly) =>
        assembly.IsCollectible ? new(new LoadedMetadata().Find) : _hierarchy ??= new(new LoadedMetadata().Find);

    private static void LeaveAlone(Assembly assembly, Refusal refusal)
    {
        if (Log.IsDebug)
            Log.Debug($"{assembly.GetName().Name} is left alone ({refusal.Code}): {refusal.Reason}");
    }

    public static bool IsOwn(Assembly assembly) => AssemblyLoadContext.GetLoadContext(assembly) == AssemblyLoadContext.GetLoadContext(typeof(LoadTimeWeaver).Assembly);
}
