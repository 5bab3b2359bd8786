using System.Buffers.Binary;
using System.Diagnostics;
using DdRun.Instrumentation.Manifests;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Activities;

/// <summary>Which span an activity that starts belongs under.</summary>
internal static class ActivityParent
{
    public static Span? Of(Activity activity, ActivityParentRule rule)
    {
        if (rule == ActivityParentRule.Link && OfLink(activity) is { } linked)
            return linked;
        // What is active may stand for the same message in another layer.
        if (rule == ActivityParentRule.Active && ActiveSpan.Current is { IsRemote: false } around && (activity.ParentSpanId == default || around.TraceId == ToNumber(activity.TraceId)))
            return around;
        return Of(activity);
    }

    private static Span? Of(Activity activity)
    {
        var active = ActiveSpan.Current;
        if (activity.Parent is { } parent)
            return OfChild(parent, active);
        if (activity.IdFormat == ActivityIdFormat.W3C && activity.ParentSpanId != default)
            return OfContext(activity, active);
        // Under a span that is an activity itself, only a program that has set Activity.Current to null gets here: it wants a new trace.
        return active is { IsRemote: false } && active.FindStored(ActivityTags.Library) is not null ? null : active;
    }

    /// <summary>Whether an activity that could be a child of the active span is meant as the root of another trace.</summary>
    /// <param name="activity">One that starts.</param>
    /// <param name="active">The active span.</param>
    /// <param name="always">Whether the library means all of its own so, with or without a link.</param>
    public static bool BeginsTrace(Activity activity, Span? active, bool always)
    {
        if (activity.Parent is not null || activity.ParentSpanId != default)
            return false;
        if (always || active is null or { IsRemote: true })
            return always;
        // Who links to the trace that he is in does not want to be part of it.
        foreach (ref readonly var link in activity.EnumerateLinks())
        {
            if (ToNumber(link.Context.TraceId) == active.TraceId)
                return true;
        }
        return false;
    }

    /// <summary>A context that came from elsewhere.</summary>
    public static Span? OfRemote(ActivityContext context)
    {
        if (context.SpanId == default)
            return null;
        var priority = context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? Sampling.SamplingPriority.AutoKeep : Sampling.SamplingPriority.AutoReject;
        return new LocalRoot(new SpanContext(ToNumber(context.TraceId), ToNumber(context.SpanId), priority)
        {
            IsRemote = true,
            TraceState = context.TraceState,
        });
    }

    public static UInt128 ToNumber(ActivityTraceId id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.CopyTo(bytes);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    public static ulong ToNumber(ActivitySpanId id)
    {
        Span<byte> bytes = stackalloc byte[8];
        id.CopyTo(bytes);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    private static Span? OfLink(Activity activity)
    {
        if (activity.ParentSpanId != default)
            return null;
        Span? linked = null;
        foreach (ref readonly var link in activity.EnumerateLinks())
        {
            if (linked is not null)
                return null;
            linked = OfRemote(link.Context);
        }
        return linked;
    }

    private static Span? OfChild(Activity parent, Span? active)
    {
        if (ActivityBridge.SpanOf(parent) is { } span)
        {
            // Usually the active span is the parent's or one that was started inside of it.
            for (var inner = active; inner is not null; inner = inner.Parent)
                if (ReferenceEquals(inner, span))
                    return active;
            return span;
        }
        return active ?? Remote(parent);
    }

    private static Span OfContext(Activity activity, Span? active)
    {
        var spanId = ToNumber(activity.ParentSpanId);
        if (active is not null && active.TraceId == ToNumber(activity.TraceId))
            for (var span = active; span is not null; span = span.Parent)
                if (span.SpanId == spanId)
                    return span;
        if (!activity.HasRemoteParent && LocalActivities.Find(activity.ParentSpanId) is { } local && local.TraceId == ToNumber(activity.TraceId))
            return local;
        return Remote(activity)!;
    }

    // Activities in between that nobody bridges are left out.
    private static Span? Remote(Activity activity)
    {
        var first = activity;
        while (first.Parent is { } parent)
            first = parent;
        if (first.IdFormat != ActivityIdFormat.W3C || first.ParentSpanId == default)
            return null;
        return OfRemote(new ActivityContext(first.TraceId, first.ParentSpanId, first.ActivityTraceFlags, first.TraceStateString, isRemote: true));
    }
}
