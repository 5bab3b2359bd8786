using System.Buffers.Binary;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using DdRun.Diagnostics;
using DdRun.Instrumentation.Assemblies;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Matching;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Plans;
using DdRun.Instrumentation.Profiler;
using DdRun.Probes;

namespace DdRun.Instrumentation.InProcess;

/// <summary>
/// Weaves assemblies as the process loads them. No static constructor here: the load event may come under the loader's lock, and one that
/// loads in turn has locked up programs at their start.
/// </summary>
internal sealed class LiveWeaver(ProfilerBridge bridge, RuleSet rules, PlanSource plans)
{
    [ThreadStatic]
    private static Queue<Assembly>? t_waiting;

    // Weak: contexts are to unload.
    private readonly ConditionalWeakTable<Assembly, object> _seen = [];
    private TypeHierarchy? _hierarchy;
    private readonly WovenBodies _bodies = new(bridge, Report, ThrownExceptions.Subscribe);

    public void Start()
    {
        AssemblyLoads.Subscribe(Weave);
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            Weave(assembly);
    }

    // What weaving itself needs is loaded on the way, in the middle of loading our own types: those assemblies wait until it is done.
    private void Weave(Assembly assembly)
    {
        if (t_waiting is { } waiting)
        {
            waiting.Enqueue(assembly);
            return;
        }
        t_waiting = waiting = new Queue<Assembly>();
        try
        {
            waiting.Enqueue(assembly);
            while (waiting.TryDequeue(out var next))
                WeaveOnce(next);
        }
        finally
        {
            t_waiting = null;
        }
    }

    private void WeaveOnce(Assembly assembly)
    {
        try
        {
            if (!_seen.TryAdd(assembly, _seen))
                return;
            if (assembly.IsDynamic)
                LeaveAlone(assembly, Refusal.Dynamic);
            else
                WeaveStatic(assembly);
            ReportFailures();
        }
        catch (Exception e)
        {
            Log.Error($"{assembly.GetName().Name} is not woven", e);
        }
    }

    private void WeaveStatic(Assembly assembly)
    {
        var name = AssemblyNames.Simple(assembly);
        if (Refusal.OfAssembly(name) is { } refusal)
        {
            LeaveAlone(assembly, refusal);
            return;
        }
        if (IsOwn(assembly) || (SharedFramework.Contains(assembly) && !rules.MayReachFramework(name)))
            return;
        var hash = rules.HashFor(name);
        if (!assembly.IsCollectible && plans.TryGet(assembly.ManifestModule.ModuleVersionId, hash) is { } known)
        {
            if (known.Missed is { } missed)
                Tell(missed);
            CarryOut(assembly, name, known);
            if (known.Check == PlanCheck.Due)
                Check(assembly, known, hash);
            else
                _bodies.Watch();
        }
        else
        {
            WeaveUnknown(assembly, hash);
        }
    }

    // Apart, so that a start that finds its plans does not load what reads metadata.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WeaveUnknown(Assembly assembly, ulong hash)
    {
        using var source = ModuleSource.Of(assembly, bridge);
        if (source is null)
            return;
        var possible = rules.For(source.Name, source.Metadata);
        var asked = new HashSet<string>(StringComparer.Ordinal);
        var mistakes = new MissedRules();
        var matches = ModuleMatcher.Find(source, possible, Hierarchy(assembly), asked, mistakes);
        var missed = mistakes.In(source, rules.Own);
        if (missed is not null)
            Tell(missed);
        var watchesUsing = source.References("DdRun.Runtime");
        if (matches.Count == 0 && !watchesUsing)
        {
            if (missed is not null && !assembly.IsCollectible)
                plans.KeepNothing(source.Mvid, hash, missed, asked);
            return;
        }
        if (assembly.IsCollectible)
        {
            LeaveAlone(assembly, Refusal.Collectible);
            return;
        }
        if (plans.Make(source, matches, asked, watchesUsing) is not { } woven)
            return;
        woven = woven with { Missed = missed };
        CarryOut(assembly, source.Name, woven);
        if (woven.Tokens.Length == 0 || !References.AreKnown(source.Metadata) || !WeaveVerifier.CanVerify(assembly.ManifestModule))
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
            if (index < rules.Own.Count)
                Log.Warn($"{rules.Own[index].Origin}: warning: {reason}");
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

    private void CarryOut(Assembly assembly, string name, WovenModule woven)
    {
        if (Log.IsDebug)
            LogDecisions(name, woven);
        if (woven.Tokens.Length == 0)
            return;
        var sites = new ProbeSite[woven.Sites.Length];
        for (var i = 0; i < sites.Length; i++)
            sites[i] = Observers.Attach(woven.Sites[i]);
        var first = Probe.Register(sites);
        Number(woven, first);
        var result = bridge.Weave(assembly.ManifestModule, woven.Plan, woven.Tokens.Length);
        Number(woven, -first);
        if (!result.Succeeded)
        {
            Log.Error(result.Result == ProfilerError.ModuleIsEditable
                ? $"{name} is not woven ({Refusal.EditAndContinue.Code}): {ProfilerError.Describe(result.Result)}"
                : $"{name} is not woven: {ProfilerError.Describe(result.Result)}");
            return;
        }
        for (var i = 0; i < woven.Tokens.Length; i++)
        {
            if (!result.IsWoven(i))
                Log.Error($"{name}: method 0x{woven.Tokens[i]:X8} is not woven: {ProfilerError.Describe(result.Methods[i])}");
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

    // What is known of types that may go is not kept.
    private TypeHierarchy Hierarchy(Assembly assembly) =>
        assembly.IsCollectible ? new(new LoadedMetadata().Find) : _hierarchy ??= new(new LoadedMetadata().Find);

    private static void LeaveAlone(Assembly assembly, Refusal refusal)
    {
        if (Log.IsDebug)
            Log.Debug($"{assembly.GetName().Name} is left alone ({refusal.Code}): {refusal.Reason}");
    }

    private static bool IsOwn(Assembly assembly) => AssemblyLoadContext.GetLoadContext(assembly) == AssemblyLoadContext.GetLoadContext(typeof(LiveWeaver).Assembly);
}
