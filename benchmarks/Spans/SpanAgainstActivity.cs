using System.Diagnostics;
using DdRun.Tracing;

namespace DdRun.Benchmarks.Spans;

/// <summary>Start, two tags, finish, buffered for sending; against Activity with a recording listener that buffers nothing.</summary>
internal static class SpanAgainstActivity
{
    private static readonly ActivitySource s_source = new("benchmark");

    public static void Run()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "benchmark",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ => { },
        };
        ActivitySource.AddActivityListener(listener);
        var queue = new DiscardingWriter();
        TracerCore.Current = new TracerCore(BenchmarkSettings.Create(), queue);

        Alternating.Compare(
            200_000, 31,
            new("Activity, root", RootActivities),
            new("Span, root", RootSpans, queue.Clear));
        Alternating.Compare(
            200_000, 31,
            new("Activity, child", ChildActivities),
            new("Span, child", ChildSpans, queue.Clear));
        Alternating.Compare(
            200_000, 31,
            new("Activity, root, no tags", BareActivities),
            new("Span, root, no tags", BareSpans, queue.Clear));
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
