using System.Diagnostics;
using DdRun.Hosting;
using DdRun.Tracing;

namespace DdRun.Benchmarks.Spans;

/// <summary>
/// Start, two tags and finish against Activity with a listener, on equal terms: with nothing kept on either side, and with what has finished kept on
/// both, as an exporter has to.
/// </summary>
internal static class SpanAgainstActivity
{
    private static readonly ActivitySource s_source = new("benchmark");

    public static void Run()
    {
        Compare("nothing kept", _ => { }, new ForgetfulWriter(), () => { });
        var activities = new ActivityQueue();
        var spans = new DiscardingWriter();
        Compare("kept for sending", activities.Add, spans, () =>
        {
            activities.Clear();
            spans.Clear();
        });
    }

    private static void Compare(string terms, Action<Activity> stopped, ITraceWriter writer, Action afterRound)
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "benchmark",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = stopped,
        };
        ActivitySource.AddActivityListener(listener);
        ProcessTracer.Current = new TracerCore(BenchmarkSettings.Create(), writer);
        SteadyState.Reach(afterRound);
        Alternating.Compare(
            200_000, 31,
            new($"Activity, root, {terms}", RootActivities, afterRound),
            new($"Span, root, {terms}", RootSpans, afterRound));
        Alternating.Compare(
            200_000, 31,
            new($"Activity, child, {terms}", ChildActivities, afterRound),
            new($"Span, child, {terms}", ChildSpans, afterRound));
        Alternating.Compare(
            200_000, 31,
            new($"Activity, root, no tags, {terms}", BareActivities, afterRound),
            new($"Span, root, no tags, {terms}", BareSpans, afterRound));
    }

    private static void BareActivities(int count)
    {
        for (var i = 0; i < count; i++)
            s_source.StartActivity("operation")!.Dispose();
    }

    private static void BareSpans(int count)
    {
        for (var i = 0; i < count; i++)
            Tracer.Trace("operation").Dispose();
    }

    private static void RootActivities(int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var activity = s_source.StartActivity("operation")!;
            activity.SetTag("component", "benchmark");
            activity.SetTag("kind", "client");
        }
    }

    private static void RootSpans(int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var span = Tracer.Trace("operation");
            span.SetTag("component", "benchmark");
            span.SetTag("kind", "client");
        }
    }

    private static void ChildActivities(int count)
    {
        using var root = s_source.StartActivity("root");
        RootActivities(count);
    }

    private static void ChildSpans(int count)
    {
        using var root = Tracer.Trace("root");
        RootSpans(count);
    }
}
