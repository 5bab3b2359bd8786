using System.ComponentModel;
using System.Runtime.CompilerServices;
using DdRun.Diagnostics;
using DdRun.Hosting;
using DdRun.Tracing;

namespace DdRun.Probes;

/// <summary>What woven code calls. Nothing here throws. Not for use in source code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Probe
{
    /// <summary>Changes whenever woven code of one version could not run with probes of another.</summary>
    public const int Abi = 5;

    /// <summary>The version of the copy that is loaded, where <see cref="Abi"/> is what the caller was compiled against.</summary>
    internal static int LoadedAbi => Abi;

    private static readonly object s_lock = new();
    private static ProbeSite[] s_sites = [];
    private static LateSites? s_late;
    private static int s_count;

    /// <summary>Makes sites known, before any code that uses them exists. Their numbers start with the result.</summary>
    internal static int Register(ProbeSite[] sites)
    {
        lock (s_lock)
        {
            var first = Reserve(sites.Length);
            sites.CopyTo(s_sites, first);
            return first;
        }
    }

    /// <summary>The same of sites that are made when the first call of their method begins: most never are called.</summary>
    internal static int Register(int count, Func<int, ProbeSite> make)
    {
        lock (s_lock)
        {
            var first = Reserve(count);
            Volatile.Write(ref s_late, new LateSites(first, count, make, s_late));
            return first;
        }
    }

    internal static ProbeSite? Site(int number)
    {
        var sites = s_sites;
        return number < sites.Length ? sites[number] ?? MakeSite(number) : null;
    }

    private static int Reserve(int count)
    {
        var first = s_count;
        if (first + count > s_sites.Length)
        {
            var all = s_sites;
            Array.Resize(ref all, Math.Max(first + count, all.Length * 2));
            Volatile.Write(ref s_sites, all);
        }
        s_count = first + count;
        return first;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ProbeSite? MakeSite(int number)
    {
        try
        {
            if (LateSites.Make(Volatile.Read(ref s_late), number) is not { } made)
                return null;
            // Whoever comes first; the array may be another by now.
            lock (s_lock)
                return s_sites[number] ??= made;
        }
        catch (Exception e)
        {
            Interlocked.Increment(ref s_failures);
            Log.Error("a method makes no spans: its site cannot be read", e);
            return null;
        }
    }

    /// <summary>Begins the call's span.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ProbeScope Enter(int site) => ProcessTracer.Enabled ? EnterEnabled(site) : default;

    /// <summary>Begins a call whose span begins later: <see cref="Begin"/>, or with an iteration.</summary>
    public static ProbeScope Prepare(int site)
    {
        if (!ProcessTracer.Enabled || OwnWork.IsCurrent || Site(site) is not { } known || (known.OnlyInsideTrace && ActiveSpan.Current is null))
            return default;
        if (known.Observer is null && ProcessTracer.Current.TryLeaveOutActive())
            return default;
        return new ProbeScope { Site = site, State = ProbeState.Take() };
    }

    /// <summary>Begins the span of a call that <see cref="Prepare"/> began, unless the observer does not want it.</summary>
    public static void Begin(ref ProbeScope scope)
    {
        if (scope.State is not { } state)
            return;
        try
        {
            var site = s_sites[scope.Site];
            scope.Span = Start(site, state);
            if (scope.Span is not null)
                return;
            state.Caller = site.Observer as ICallObserver;
            if (state.Caller is not null)
                return;
            scope.State = null;
            state.GiveBack();
        }
        catch (Exception e)
        {
            scope.State = null;
            Report(scope.Site, e);
        }
    }

    /// <summary>Records the exception that leaves the call. The result is the answer of an exception filter: not handled here.</summary>
    public static int Fault(object exception, ref ProbeScope scope)
    {
        if (scope.Span is { } span)
        {
            try
            {
                var fault = AsException(exception);
                if (scope.State is { } state)
                    state.Fault = fault;
                span.SetException(fault);
            }
            catch (Exception e)
            {
                Report(scope.Site, e);
            }
        }
        else if (scope.State is { Caller: not null } call)
        {
            call.Fault = AsException(exception);
        }
        return 0;
    }

    /// <summary>Ends the call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Exit(ref ProbeScope scope)
    {
        if (scope.Span is not null || scope.State is not null)
            ExitRecording(ref scope);
    }

    /// <summary>Keeps the result for the observer.</summary>
    public static void Result<T>(T result, ref ProbeScope scope)
    {
        if (scope.State is not { } state)
            return;
        state.Result = result;
        state.ResultType = typeof(T);
    }

    internal static Span? Start(ProbeSite site, ProbeState? state)
    {
        if (QuietFlow.LeavesOut && site.IsClient)
            return null;
        if (site.Observer is not { } observer || state is null)
            return Decorate(ProcessTracer.StartActive(site.Name, site.Service, site.Resource, site.Type), site, state);
        ref var values = ref state.Values;
        if (!observer.Wants(values[0], values[1], values[2], values[3]))
            return null;
        var span = observer.Parent(values[0], values[1], values[2], values[3]) is { } parent
            ? Tracer.StartSpan(site.Name, parent, site.Service, site.Resource, site.Type)
            : Tracer.StartSpan(site.Name, ActiveSpan.Current, site.Service, site.Resource, site.Type);
        Decorate(span, site, state);
        if (observer.Activates)
            span.Activate();
        try
        {
            observer.OnEnter(span, values[0], values[1], values[2], values[3]);
        }
        catch (Exception e)
        {
            Report(site, e);
        }
        return span;
    }

    /// <summary>Ends a span that is no longer the active one, or is about to be no longer.</summary>
    internal static void Complete(Span span, int site, ProbeState? state, Exception? fault)
    {
        try
        {
            if (fault is not null)
                span.SetException(fault);
            if (state is not null)
            {
                if (state.ResultIsError)
                    span.Error = true;
                if (s_sites[site].Late is { } late && !late.Apply(span, site, state, fault))
                {
                    span.Discard();
                    return;
                }
                if (s_sites[site].Observer is { } observer)
                    observer.OnExit(span, fault is null ? state.Result : null, fault);
            }
        }
        catch (Exception e)
        {
            Report(site, e);
        }
        span.Finish();
    }

    internal static Exception AsException(object thrown) => thrown as Exception ?? new RuntimeWrappedException(thrown);

    internal static void Report(int site, Exception e) => Report(s_sites[site], e);

    internal static void Report(ProbeSite site, Exception e)
    {
        Interlocked.Increment(ref s_failures);
        Log.Error($"a probe in {site.Method} failed", e);
    }

    private static long s_failures;

    /// <summary>How often a capture or an observer threw, since the start of the process.</summary>
    internal static long Failures => Volatile.Read(ref s_failures);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ProbeScope EnterEnabled(int site)
    {
        try
        {
            if (OwnWork.IsCurrent || Site(site) is not { } known || (known.OnlyInsideTrace && ActiveSpan.Current is null))
                return default;
            if (ProcessTracer.Current.TryLeaveOutActive() || (QuietFlow.LeavesOut && known.IsClient))
                return default;
            var span = ProcessTracer.StartActive(known.Name, known.Service, known.Resource, known.Type);
            if (known.Service is null)
                span.TakeDefaultService();
            foreach (var (key, value) in known.Tags)
                span.SetTag(key, value);
            return new ProbeScope { Site = site, Span = span };
        }
        catch (Exception e)
        {
            Report(site, e);
            return default;
        }
    }

    private static Span Decorate(Span span, ProbeSite site, ProbeState? state)
    {
        // What is below another system's span is not that system's work.
        if (site.Service is null)
            span.TakeDefaultService();
        foreach (var (key, value) in site.Tags)
            span.SetTag(key, value);
        if (state is null)
            return span;
        if (state.Resource is { } resource)
            span.Resource = resource;
        if (state.Tags is { } tags)
        {
            foreach (var (key, value) in tags)
                span.SetTag(key, value);
        }
        return span;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ExitRecording(ref ProbeScope scope)
    {
        if (scope.Span is not { } span)
        {
            Return(ref scope, scope.State!.Result);
            return;
        }
        scope.Span = null;
        if (scope.State is { } state)
            Complete(span, scope.Site, state, state.Fault);
        else
            span.Finish();
    }

    // A call without a span.
    private static void Return(ref ProbeScope scope, object? result)
    {
        if (scope.State is not { Caller: { } observer } state)
            return;
        scope.State = null;
        try
        {
            ref var values = ref state.Values;
            observer.OnReturn(state.Fault is null ? result : null, state.Fault, values[0], values[1], values[2], values[3]);
        }
        catch (Exception e)
        {
            Report(scope.Site, e);
        }
    }
}
