using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using DdRun.Propagation;

namespace DdRun.Instrumentation.Integrations.Activities;

/// <summary>
/// Gives an activity its span's ids, so that whatever reads or sends the activity's ids agrees with the trace. The fields have no public
/// setter; where they are not as expected the activity keeps its own ids.
/// </summary>
internal static class ActivityIds
{
    private const string None = "0000000000000000";
    private static readonly bool s_known = AreKnown();

    public static void Adopt(Activity activity, Span span)
    {
        if (s_known && activity.IdFormat == ActivityIdFormat.W3C)
            Write(activity, span);
    }

    /// <summary>
    /// For a library that sends the activity's ids on by itself: the flags and <c>tracestate</c> say what has been decided of the trace, now.
    /// </summary>
    public static void Decide(Activity activity, Span span)
    {
        var context = span.Context;
        activity.ActivityTraceFlags = context.SamplingPriority is > 0 ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None;
        activity.TraceStateString = TraceStateList.With(context, DatadogMember.Format(context) is { Length: > 0 } member ? member : null);
    }

    private static void Write(Activity activity, Span span)
    {
        var traceId = span.TraceId.ToString("x32", CultureInfo.InvariantCulture);
        ref var current = ref TraceIdOf(activity);
        if (current != traceId)
            current = traceId;
        SpanIdOf(activity) = span.SpanId.ToString("x16", CultureInfo.InvariantCulture);
        ParentSpanIdOf(activity) = span.ParentId == 0 ? NoParent(activity) : span.ParentId.ToString("x16", CultureInfo.InvariantCulture);
        IdOf(activity) = null;
        ParentIdOf(activity) = null;
    }

    // Left out, the id is the one of the activity's own parent, which is not in this trace; without that one it is the default, as programs and
    // exporters that look for roots expect. Zeros are not.
    private static string? NoParent(Activity activity) => activity.Parent is null ? null : None;

    private static bool AreKnown()
    {
        try
        {
            var activity = new Activity("");
            TraceIdOf(activity) = SpanIdOf(activity) = ParentSpanIdOf(activity) = IdOf(activity) = ParentIdOf(activity) = null;
            return true;
        }
        catch (MissingFieldException)
        {
            return false;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_traceId")]
    private static extern ref string? TraceIdOf(Activity activity);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_spanId")]
    private static extern ref string? SpanIdOf(Activity activity);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_parentSpanId")]
    private static extern ref string? ParentSpanIdOf(Activity activity);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_id")]
    private static extern ref string? IdOf(Activity activity);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_parentId")]
    private static extern ref string? ParentIdOf(Activity activity);
}
