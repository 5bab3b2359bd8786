using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using DdRun.Diagnostics;
using DdRun.Instrumentation.Assemblies;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Matching;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Plans;
using DdRun.Instrumentation.Profiler;
using DdRun.Instrumentation.Shapes;
using DdRun.Instrumentation.Weaving;
using DdRun.Probes;
using DdRun.Probes.Live;

namespace DdRun.Instrumentation.InProcess;

/// <summary>
/// Changes what is woven while the process runs: by other rules, and for those who look at calls. Only methods whose plan differs are touched. One change
/// at a time, on threads of ours and never while an assembly is being loaded: a request for new code stops the process's threads, and they may hold
/// what it waits for (dotnet/runtime#97771).
/// </summary>
/// <param name="weaver">What has woven the process so far.</param>
/// <param name="isTracing">Whether rules mean anything here.</param>
internal sealed class Reweaver(LoadTimeWeaver weaver, bool isTracing)
{
    /// <summary>More methods than this nobody looks at.</summary>
    public const int MostMethods = 1000;

    // What a call passes of methods that have changed is compiled before it goes on: with all of them at once, the process would stand still for a tenth of
    // a second.
    private const int MostAtATime = 100;

    private const string Variable = "DD_RUN_LIVE_CHANGES";

    // Each change of a method leaves some 700 bytes behind in the runtime, and the code that it compiled: so there is an end to it.
    private const long UsualLimit = 250_000;

    private static readonly long s_mostChanges = long.TryParse(Environment.GetEnvironmentVariable(Variable), out var most) && most > 0 ? most : UsualLimit;

    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(20);

    private readonly object _lock = new();
    private readonly List<Observation> _observations = [];
    private readonly ConcurrentQueue<Assembly> _arrived = new();
    private readonly Dictionary<(Guid Module, uint Token, string Rule), int> _sites = [];
    // Of each module that was changed here: the methods whose body is not their own.
    private readonly Dictionary<Assembly, HashSet<uint>> _woven = [];
    private bool _isSubscribed;
    private int _count;
    private long _changes;

    /// <summary>How many methods have been woven or put back so far.</summary>
    public long Changes => Volatile.Read(ref _changes);

    /// <summary>Whether rules mean anything here.</summary>
    public bool IsTracing { get; private set; } = isTracing;

    /// <summary>The methods that somebody looks at.</summary>
    public int Observed
    {
        get
        {
            lock (_lock)
                return _observations.Sum(static observation => observation.Woven);
        }
    }

    /// <summary>Weaves all methods that its pattern means, in the assemblies that are loaded. The sites are closed.</summary>
    /// <exception cref="LimitException">There would be too many methods, or have been too many changes.</exception>
    public void Add(Observation observation)
    {
        lock (_lock)
        {
            if (observation.Choice is not null)
                Match(observation, AppDomain.CurrentDomain.GetAssemblies());
            if (observation.Methods.Count > MostMethods)
            {
                Close(observation);
                throw new LimitException($"{observation.Methods.Count} methods are meant, and no more than {MostMethods} can be looked at; name fewer");
            }
            Subscribe();
            _observations.Add(observation);
            Volatile.Write(ref _count, _observations.Count);
            try
            {
                Change(observation.Methods);
            }
            catch (LimitException)
            {
                _observations.Remove(observation);
                Close(observation);
                throw;
            }
        }
    }

    /// <summary>Adds methods that were found otherwise.</summary>
    /// <exception cref="LimitException">There would be too many methods, or have been too many changes.</exception>
    public void Add(Observation observation, IEnumerable<(Assembly Assembly, uint Token)> methods)
    {
        lock (_lock)
        {
            var added = new List<Observation.Observed>();
            foreach (var group in methods.GroupBy(static method => method.Assembly))
            {
                using var source = ModuleSource.Of(group.Key, weaver.Bridge);
                if (source is null)
                    continue;
                foreach (var (_, token) in group)
                {
                    if (observation.Methods.Count < MostMethods && !observation.Methods.Exists(known => known.Token == token && known.Assembly == group.Key) && Open(observation, group.Key, source, token) is { } observed)
                        added.Add(observed);
                }
            }
            Change(added);
        }
    }

    /// <summary>Puts everything back that was woven for it, and nobody else wants.</summary>
    /// <returns>The number of methods.</returns>
    public int Remove(Observation observation)
    {
        lock (_lock)
        {
            if (!_observations.Remove(observation))
                return 0;
            Volatile.Write(ref _count, _observations.Count);
            foreach (var method in observation.Methods)
                method.Edit.Site.Close();
            var woven = observation.Woven;
            Change(observation.Methods.FindAll(static method => method.IsWoven), isLimited: false);
            Close(observation);
            return woven;
        }
    }

    /// <summary>Weaves by other rules from now on.</summary>
    /// <returns>The number of methods that changed.</returns>
    /// <exception cref="LimitException">There have been too many changes.</exception>
    public int Replace(RuleSet rules)
    {
        lock (_lock)
        {
            if (_changes > s_mostChanges)
                throw TooMany();
            var before = weaver.Rules;
            weaver.Rules = rules;
            var count = 0;
            foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            {
                if (IsReachable(assembly, out var name) && before.HashFor(name) != rules.HashFor(name) && (before.MayReachFramework(name) || rules.MayReachFramework(name) || !SharedFramework.Contains(assembly)))
                    count += Replace(assembly, before, rules);
            }
            return count;
        }
    }

    /// <summary>Puts every method back, whoever wanted it, and weaves nothing any more until rules are set.</summary>
    /// <returns>The number of methods.</returns>
    public int RestoreAll()
    {
        lock (_lock)
        {
            foreach (var observation in _observations)
                Close(observation);
            _observations.Clear();
            Volatile.Write(ref _count, 0);
            weaver.Rules = new RuleSet(EmbeddedManifests.None);
            IsTracing = false;
            var count = 0;
            foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            {
                if (!IsReachable(assembly, out _))
                    continue;
                var woven = Woven(assembly);
                // Also what was planned in the background since.
                woven.UnionWith(weaver.WovenTokens(assembly));
                if (woven.Count == 0)
                    continue;
                count += woven.Count;
                _ = weaver.Bridge.Restore(assembly.ManifestModule, [.. woven.Select(static token => (int)token)]);
                woven.Clear();
            }
            return count;
        }
    }

    /// <summary>Begins to weave by rules, where nothing is woven but for those who look.</summary>
    public void Begin(RuleSet rules)
    {
        lock (_lock)
        {
            IsTracing = true;
            weaver.Restart(rules);
            _woven.Clear();
            Change([.. _observations.SelectMany(static observation => observation.Methods)], isLimited: false);
        }
    }

    /// <summary>The rules that are in force.</summary>
    public RuleSet Rules => weaver.Rules;

    public ProfilerBridge Bridge => weaver.Bridge;

    /// <summary>Whether a method has another body than its own at this moment.</summary>
    public bool IsWoven(Assembly assembly, uint token)
    {
        lock (_lock)
            return Woven(assembly).Contains(token);
    }

    /// <summary>All that somebody looks at, with what its patterns are.</summary>
    public Observation[] Observations
    {
        get
        {
            lock (_lock)
                return [.. _observations];
        }
    }

    /// <summary>How many methods have another body than their own.</summary>
    public int WovenCount
    {
        get
        {
            lock (_lock)
                return AppDomain.CurrentDomain.GetAssemblies().Where(static assembly => IsReachable(assembly, out _)).Sum(assembly => Woven(assembly).Count);
        }
    }

    /// <summary>Looks at what has been loaded, or woven otherwise, since the last time.</summary>
    public void CatchUp()
    {
        while (_arrived.TryDequeue(out var assembly))
        {
            lock (_lock)
            {
                foreach (var observation in _observations)
                {
                    if (observation.Choice is not null && observation.Methods.Count < MostMethods)
                        Match(observation, [assembly]);
                }
                Change([.. _observations.SelectMany(static observation => observation.Methods).Where(method => method.Assembly == assembly)]);
            }
        }
    }

    /// <summary>Whether anything in an assembly can be woven.</summary>
    public static bool IsReachable(Assembly assembly, out string name)
    {
        name = "";
        if (assembly.IsDynamic || assembly.IsCollectible || LoadTimeWeaver.IsOwn(assembly))
            return false;
        name = AssemblyNames.Simple(assembly);
        return Refusal.OfAssembly(name) is null;
    }

    /// <summary>What rules mean in an assembly.</summary>
    public ICollection<Match> Matches(Assembly assembly, ModuleSource source, RuleSet rules) =>
        IsTracing ? ModuleMatcher.Find(source, rules.For(source.Name, source.Metadata), weaver.Hierarchy(assembly)) : [];

    private int Replace(Assembly assembly, RuleSet before, RuleSet rules)
    {
        using var source = ModuleSource.Of(assembly, weaver.Bridge);
        if (source is null)
            return 0;
        var after = Matches(assembly, source, rules);
        var touched = RuleDifference.Of(Matches(assembly, source, before), after);
        if (touched.Count == 0)
            return 0;
        Change(assembly, source, touched, after);
        return touched.Count;
    }

    private void Match(Observation observation, IEnumerable<Assembly> assemblies)
    {
        var choice = observation.Choice!;
        foreach (var assembly in assemblies)
        {
            if (!IsReachable(assembly, out var name) || !choice.MayReach(assembly, name) || ModuleSource.Of(assembly, weaver.Bridge) is not { } source)
                continue;
            using (source)
            {
                foreach (var match in choice.In(source, weaver.Hierarchy(assembly)))
                {
                    var token = RuleDifference.Token(match);
                    if (!observation.Methods.Exists(known => known.Token == token && known.Assembly == assembly))
                        Open(observation, assembly, source, token);
                }
            }
        }
    }

    private static Observation.Observed? Open(Observation observation, Assembly assembly, ModuleSource source, uint token)
    {
        var handle = (MethodDefinitionHandle)MetadataTokens.EntityHandle((int)token);
        var site = observation.Open(source, handle);
        if (!LiveProbe.TryRegister(site))
            return null;
        var observed = new Observation.Observed(assembly, token, site.Method, new LiveEdit(site, observation.Request));
        observation.Methods.Add(observed);
        return observed;
    }

    private static void Close(Observation observation)
    {
        foreach (var method in observation.Methods)
            LiveProbe.Remove(method.Edit.Site);
    }

    private void Change(List<Observation.Observed> methods, bool isLimited = true)
    {
        if (isLimited && _changes > s_mostChanges)
            throw TooMany();
        foreach (var group in methods.GroupBy(static method => method.Assembly))
        {
            using var source = ModuleSource.Of(group.Key, weaver.Bridge);
            if (source is null)
                continue;
            var matches = Matches(group.Key, source, weaver.Rules);
            var isFirst = true;
            foreach (var some in group.Select(static method => method.Token).Distinct().Chunk(MostAtATime))
            {
                if (!isFirst)
                    Thread.Sleep(s_between);
                isFirst = false;
                Change(group.Key, source, [.. some], matches);
            }
        }
    }

    private static LimitException TooMany() => new($"methods of this process have been changed {s_mostChanges} times; each time leaves code behind in the runtime, so the process has to be restarted first, or started with a larger {Variable}");

    private void Change(Assembly assembly, ModuleSource source, HashSet<uint> tokens, ICollection<Match> matches)
    {
        Close(source.Metadata, tokens);
        var observed = new List<ObservedMethod>();
        foreach (var token in tokens)
            observed.Add(new(token, [.. Edits(assembly, token)]));
        var possible = new List<Match>();
        foreach (var match in matches)
        {
            if (tokens.Contains(RuleDifference.Token(match)))
                possible.Add(match);
        }
        var began = Stopwatch.GetTimestamp();
        using var planner = ModuleWeaver.Begin(source, possible, IsTracing && source.References("DdRun.Runtime"), new LiveEdits(observed), CecilAssemblies.OfProcess);
        if (planner is null)
        {
            foreach (var edit in observed.SelectMany(static method => method.Edits))
                edit.Refusal = Refusal.Unreadable;
            return;
        }
        _ = planner.GoOn(long.MaxValue);
        var woven = planner.Whole();
        Interlocked.Add(ref _changes, tokens.Count);
        var unwoven = new HashSet<uint>(tokens);
        unwoven.IntersectWith(Woven(assembly));
        var planned = Stopwatch.GetElapsedTime(began);
        if (woven is { Tokens.Length: > 0 })
        {
            unwoven.ExceptWith(woven.Tokens);
            Carry(assembly, source, planner, woven, observed);
        }
        if (unwoven.Count > 0)
        {
            _ = weaver.Bridge.Restore(assembly.ManifestModule, [.. unwoven.Select(static token => (int)token)]);
            Woven(assembly).ExceptWith(unwoven);
        }
        if (Log.IsDebug)
            Log.Debug(string.Create(CultureInfo.InvariantCulture, $"{source.Name}: {tokens.Count} methods have changed, {unwoven.Count} of them back to their own code: {planned.TotalMilliseconds:F1} ms of planning, {(Stopwatch.GetElapsedTime(began) - planned).TotalMilliseconds:F1} ms of weaving"));
    }

    private void Carry(Assembly assembly, ModuleSource source, ModuleWeaver planner, WovenModule woven, List<ObservedMethod> observed)
    {
        var module = assembly.ManifestModule;
        var numbers = new int[woven.Sites.Length];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = Number(source.Mvid, planner.SiteOf(i), woven.Sites[i]);
        foreach (var position in woven.SitePositions)
        {
            var site = woven.Plan.AsSpan(position);
            BinaryPrimitives.WriteInt32LittleEndian(site, numbers[BinaryPrimitives.ReadInt32LittleEndian(site)]);
        }
        var result = weaver.Bridge.Weave(module, woven.Plan, woven.Tokens.Length);
        var failed = new HashSet<uint>();
        for (var i = 0; i < woven.Tokens.Length; i++)
        {
            if (result.IsWoven(i))
                Woven(assembly).Add(woven.Tokens[i]);
            else
                failed.Add(woven.Tokens[i]);
        }
        var why = result.Succeeded ? null : new Refusal(result.Result == ProfilerError.ModuleIsEditable ? Refusal.EditAndContinue.Code : "profiler", ProfilerError.Describe(result.Result) + ".");
        if (result.Succeeded)
            Check(module, source, woven, failed);
        foreach (var edit in observed.Where(method => failed.Contains(method.Token)).SelectMany(static method => method.Edits))
            edit.Refusal ??= why ?? Refusal.DoesNotCompile;
        foreach (var observation in _observations)
        {
            foreach (var method in observation.Methods)
            {
                if (method.IsWoven || method.Assembly != assembly || method.Edit is not { Captures: not null, Refusal: null } || Array.IndexOf(woven.Tokens, method.Token) < 0)
                    continue;
                method.IsWoven = true;
                observation.Ready(method);
            }
        }
    }

    private void Check(Module module, ModuleSource source, WovenModule woven, HashSet<uint> failed)
    {
        if (woven.Tokens.Length > WovenBodies.MostInAdvance || !KnownAssemblies.Cover(source.Metadata) || !WeaveVerifier.CanVerify(module))
        {
            weaver.Bodies.Watch();
            return;
        }
        weaver.Bodies.Check(module, Array.ConvertAll(woven.Tokens, token => (int)token), failures =>
        {
            foreach (var failure in failures)
                failed.Add((uint)failure.Method);
        });
    }

    // Those that live and die together: an async method whose state machine ends its span.
    private static void Close(MetadataReader metadata, HashSet<uint> tokens)
    {
        foreach (var token in tokens.ToArray())
        {
            var shape = MethodShape.Read(metadata, (MethodDefinitionHandle)MetadataTokens.EntityHandle((int)token));
            if (shape is { Return: ReturnKind.Pending, StateMachine: { } name } && StateMachines.MoveNext(metadata, name) is { } moveNext)
                tokens.Add(moveNext);
        }
    }

    private IEnumerable<LiveEdit> Edits(Assembly assembly, uint token)
    {
        foreach (var observation in _observations)
        {
            foreach (var method in observation.Methods)
            {
                if (method.Token == token && method.Assembly == assembly)
                    yield return method.Edit;
            }
        }
    }

    // Sites stay known, as calls may be under way: the same rule in the same method has the same number each time.
    private int Number(Guid module, (Rule Rule, uint Token) site, SitePlan plan)
    {
        var key = (module, site.Token, RuleText.Of(site.Rule));
        if (!_sites.TryGetValue(key, out var number))
            _sites.Add(key, number = Probe.Register([LoadTimeWeaver.Attach(plan)]));
        return number;
    }

    private HashSet<uint> Woven(Assembly assembly)
    {
        if (!_woven.TryGetValue(assembly, out var woven))
            _woven.Add(assembly, woven = [.. weaver.WovenTokens(assembly)]);
        return woven;
    }

    private void Subscribe()
    {
        if (_isSubscribed)
            return;
        _isSubscribed = true;
        AssemblyLoads.Subscribe(Arrive);
        weaver.Finished = Arrive;
    }

    // Maybe under the loader's lock: a session's thread looks at it.
    private void Arrive(Assembly assembly)
    {
        if (Volatile.Read(ref _count) > 0 && !assembly.IsCollectible && !assembly.IsDynamic)
            _arrived.Enqueue(assembly);
    }
}
