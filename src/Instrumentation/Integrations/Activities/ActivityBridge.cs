using System.Diagnostics;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Hosting;
using DdRun.Instrumentation.Manifests;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Integrations.Activities;

/// <summary>
/// Makes a span of every <see cref="Activity"/>: of the program's own sources with <c>DD_TRACE_OTEL_ENABLED</c>, always of those that a manifest
/// names.
/// </summary>
internal static class ActivityBridge
{
    private const string Key = "dd-run.span";

    private static ActivitySources? s_sources;
    private static ActivityListener? s_listener;
    private static bool s_all, s_whole;

    /// <summary>Whether activities of the program's own are bridged.</summary>
    public static bool IsOn => s_all;

    /// <param name="settings">The settings.</param>
    /// <param name="own">The user's manifests; asked when the first source comes up.</param>
    public static void Start(Settings settings, Func<ActivityManifest>? own = null)
    {
        s_all = settings.OtelEnabled && settings.Flag("DD_TRACE_OPENTELEMETRY_ENABLED", true);
        s_whole = ActivityTime.IsKept = settings.Otlp?.Traces is not null;
        s_sources = new(settings, own, s_all);
        s_listener = new ActivityListener
        {
            ShouldListenTo = s_sources.ListensTo,
            Sample = static (ref ActivityCreationOptions<ActivityContext> options) => Sample(options.Source, options.Name, options.Kind),
            SampleUsingParentId = static (ref ActivityCreationOptions<string> options) => Sample(options.Source, options.Name, options.Kind),
            ActivityStarted = OnStarted,
            ActivityStopped = OnStopped,
        };
        ActivitySource.AddActivityListener(s_listener);
    }

    /// <summary>Listens no more; spans of activities that are under way are lost.</summary>
    public static void Stop()
    {
        s_listener?.Dispose();
        (s_listener, s_all) = (null, false);
        LocalActivities.Clear();
    }

    /// <summary>The span of a bridged activity.</summary>
    public static Span? SpanOf(Activity? activity) => activity?.GetCustomProperty(Key) as Span;

    private static ActivitySamplingResult Sample(ActivitySource source, string operation, ActivityKind kind) =>
        s_sources?.Of(source)?.Takes(operation, kind, Activity.Current, out _) == true ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None;

    private static void OnStarted(Activity activity)
    {
        try
        {
            if (s_sources?.Of(activity.Source) is not { } rules)
                return;
            var active = ActiveSpan.Current;
            if (!rules.Takes(activity.OperationName, activity.Kind, activity.Parent, out var rule))
            {
                // Somebody else has it made. What the library does with its ids is to stay in our trace.
                if (active is { IsRemote: false } && !ReferenceEquals(active, LocalRoot.Disabled))
                    ActivityIds.Adopt(activity, active);
                return;
            }
            if (activity.Kind is ActivityKind.Client or ActivityKind.Producer && activity.Parent is null && activity.ParentSpanId == default && QuietFlow.LeavesOut)
                return;
            var begins = ActivityParent.BeginsTrace(activity, active, rule is { Parent: ActivityParentRule.None });
            var parent = begins ? null : rules.ParentOf(rule, activity) ?? ActivityParent.Of(activity, rule?.Parent ?? ActivityParentRule.Given);
            var span = ProcessTracer.Current.Start(parent, activity.OperationName, MappedActivity.Service(rule, activity), null, null, ActivityTime.Start(activity));
            if (ReferenceEquals(span, LocalRoot.Disabled))
                return;
            activity.SetCustomProperty(Key, span);
            if (begins && active is not null)
                span.AddLink(new SpanLink(active.TraceId, active.SpanId));
            ActivityIds.Adopt(activity, span);
            if (rule is { Carries: true })
                ActivityIds.Decide(activity, span);
            LocalActivities.Add(activity, span);
            // Its first tag says what it is.
            ActivityTags.OnStart(activity, span);
            span.Activate();
        }
        catch (Exception e)
        {
            Log.Error("An activity could not be made a span.", e);
        }
    }

    private static void OnStopped(Activity activity)
    {
        try
        {
            if (SpanOf(activity) is not { } span)
                return;
            LocalActivities.Remove(activity);
            var rules = s_sources?.Of(activity.Source);
            var rule = rules?.Naming(activity);
            if (s_whole)
                WholeActivity.OnStop(activity, span);
            else
                ActivityTags.OnStop(activity, span, rule);
            rules?.Describe(rule, activity, span);
            if (rule is { HasDiscard: true } && ActivityConditions.AllHold(rule.Discard, activity) && !(rule.DiscardUnlinked && ActivityConditions.HasLinks(activity)))
                span.Discard();
            else if (ActivityTime.End(activity) is { } end)
                span.Finish(end);
            else
                span.Finish();
        }
        catch (Exception e)
        {
            Log.Error("An activity could not be finished as a span.", e);
        }
    }
}
