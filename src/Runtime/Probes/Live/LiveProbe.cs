using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using DdRun.Diagnostics;
using DdRun.Probes.Expressions;

namespace DdRun.Probes.Live;

/// <summary>What the code of observed methods calls. Nothing here throws. Not for use in source code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class LiveProbe
{
    // A number is a place and how often the place was used before: code that is still running when its observation has ended finds nobody.
    private const int PlaceBits = 20, PlaceMask = (1 << PlaceBits) - 1, LastUse = (1 << (31 - PlaceBits)) - 1;

    private static readonly double s_nanoseconds = 1e9 / Stopwatch.Frequency;
    private static readonly object s_lock = new();
    private static readonly Stack<int> s_free = [];
    private static LiveSite?[] s_sites = [];
    private static int[] s_uses = [];
    private static int s_count;

    /// <summary>How many sites are registered at this moment.</summary>
    internal static int Registered
    {
        get
        {
            lock (s_lock)
                return s_count - s_free.Count;
        }
    }

    /// <summary>Makes a site known, before any code that uses it exists. False where there are too many.</summary>
    internal static bool TryRegister(LiveSite site)
    {
        lock (s_lock)
        {
            if (!s_free.TryPop(out var place))
            {
                if (s_count > PlaceMask)
                    return false;
                place = s_count;
                if (place == s_sites.Length)
                {
                    var sites = s_sites;
                    Array.Resize(ref sites, Math.Max(16, 2 * place));
                    Array.Resize(ref s_uses, sites.Length);
                    Volatile.Write(ref s_sites, sites);
                }
                s_count++;
            }
            site.Number = s_uses[place] << PlaceBits | place;
            Volatile.Write(ref s_sites[place], site);
            return true;
        }
    }

    /// <summary>Its place is for others from now on.</summary>
    internal static void Remove(LiveSite site)
    {
        lock (s_lock)
        {
            site.Close();
            var place = site.Number & PlaceMask;
            if (site.Number < 0 || !ReferenceEquals(s_sites[place], site))
                return;
            Volatile.Write(ref s_sites[place], null);
            // A place is used up after some thousand times.
            if (s_uses[place]++ < LastUse)
                s_free.Push(place);
        }
    }

    /// <summary>Whether a call is looked at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Enter(int site, out LiveScope scope)
    {
        scope = default;
        var sites = s_sites;
        var place = site & PlaceMask;
        if ((uint)place >= (uint)sites.Length || sites[place] is not { } known || known.Number != site || !known.IsOpen || OwnWork.IsCurrent)
            return false;
        scope.Site = known;
        return true;
    }

    /// <summary>Begins a call that is only counted: all in one, as it is to cost next to nothing.</summary>
    public static void Count(int site, out LiveScope scope)
    {
        if (Enter(site, out scope) && scope.Site!.Histogram is { } histogram)
            scope.Started = histogram.Now();
    }

    /// <summary>Reads the target's values, until <see cref="EndCaptures"/>: what its getters call meanwhile is neither traced nor looked at.</summary>
    public static void BeginCaptures() => OwnWork.BeginCaptures();

    /// <summary>All values were read.</summary>
    public static void EndCaptures() => OwnWork.EndCaptures();

    /// <summary>The answer of the filter around captures: handled, whatever a getter of the target has thrown.</summary>
    public static int CaptureFailed(object exception) => 1;

    /// <summary>What a condition that is known when the call begins has come to.</summary>
    public static bool Want(bool isWanted, ref LiveScope scope)
    {
        if (!isWanted)
            scope.Site = null;
        return isWanted;
    }

    /// <summary>Begins a call whose condition holds; false where nobody wants to hear of it.</summary>
    public static bool Begin(ref LiveScope scope)
    {
        if (scope.Site is not { } site)
            return false;
        if (site.Histogram is { } histogram)
        {
            scope.Started = histogram.Now();
            return false;
        }
        OwnWork.BeginCaptures();
        try
        {
            scope.Call = site.Observer?.Begin(site);
        }
        catch (Exception e)
        {
            Report(site, e);
        }
        if (scope.Call is null)
            scope.Site = null;
        // Until the values are read, or not.
        if (scope.Call is null)
            OwnWork.EndCaptures();
        return scope.Call is not null;
    }

    /// <summary>An argument, or with a negative number <c>this</c>.</summary>
    public static void Argument<T>(T value, int index, ref LiveScope scope)
    {
        try
        {
            scope.Call?.Argument(index, value, typeof(T));
        }
        catch (Exception e)
        {
            Report(scope.Site, e);
        }
    }

    /// <summary>An argument that is a span.</summary>
    public static void Items<T>(ReadOnlySpan<T> value, int index, ref LiveScope scope)
    {
        try
        {
            scope.Call?.Argument(index, value[..Math.Min(value.Length, typeof(T) == typeof(char) ? 256 : 16)].ToArray(), value.Length, typeof(ReadOnlySpan<T>));
        }
        catch (Exception e)
        {
            Report(scope.Site, e);
        }
    }

    /// <inheritdoc cref="Items{T}(ReadOnlySpan{T}, int, ref LiveScope)"/>
    public static void Items<T>(Span<T> value, int index, ref LiveScope scope)
    {
        try
        {
            scope.Call?.Argument(index, value[..Math.Min(value.Length, typeof(T) == typeof(char) ? 256 : 16)].ToArray(), value.Length, typeof(Span<T>));
        }
        catch (Exception e)
        {
            Report(scope.Site, e);
        }
    }

    /// <summary>The value of an expression.</summary>
    public static void Value<T>(T value, int index, ref LiveScope scope)
    {
        try
        {
            scope.Call?.Value(index, value, typeof(T));
        }
        catch (Exception e)
        {
            Report(scope.Site, e);
        }
    }

    /// <summary>Keeps a value for an expression that is evaluated when the call ends.</summary>
    public static void Keep<T>(T value, int slot, ref LiveScope scope)
    {
        if (scope is { Call: { } call, Site: { } site })
            (call.Kept ??= new LateValue[site.KeptValues])[slot] = LateValue.Of(value);
    }

    /// <summary>All there is to read of the beginning was read; the body runs next.</summary>
    public static void Run(ref LiveScope scope)
    {
        OwnWork.EndCaptures();
        if (scope.Call is { } call)
            scope.Started = call.Started = Stopwatch.GetTimestamp();
    }

    /// <summary>Notes the exception that leaves the call. The result is the answer of an exception filter: not handled here.</summary>
    public static int Fault(object exception, ref LiveScope scope)
    {
        scope.HasFailed = true;
        if (scope.Call is { } call)
            call.Fault = Probe.AsException(exception);
        return 0;
    }

    /// <summary>What the method returns.</summary>
    public static void Result<T>(T result, ref LiveScope scope)
    {
        if (scope.Call is { } call)
            TakeResult(call, result, typeof(T));
    }

    /// <summary>Ends the call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Exit(ref LiveScope scope)
    {
        if (scope.Site is not null)
            ExitOpen(ref scope);
    }

    internal static void TakeResult(LiveCall call, object? result, Type declared)
    {
        OwnWork.BeginCaptures();
        try
        {
            call.Result(result, declared);
        }
        catch (Exception e)
        {
            Report(call.Site, e);
        }
        OwnWork.EndCaptures();
    }

    internal static void End(LiveSite site, LiveCall? call, long started, bool hasFailed)
    {
        if (call is null)
        {
            site.Histogram?.End(started, hasFailed);
            return;
        }
        var elapsed = (long)((Stopwatch.GetTimestamp() - started) * s_nanoseconds);
        OwnWork.BeginCaptures();
        try
        {
            call.End(elapsed);
        }
        catch (Exception e)
        {
            Report(site, e);
        }
        OwnWork.EndCaptures();
    }

    internal static void Report(LiveSite? site, Exception e) => Log.Error($"looking at {site?.Method} failed", e);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ExitOpen(ref LiveScope scope)
    {
        var site = scope.Site!;
        scope.Site = null;
        if (scope.Call is null && site.Histogram is { } histogram)
            histogram.End(scope.Started, scope.HasFailed);
        else
            End(site, scope.Call, scope.Started, scope.HasFailed);
    }
}
