using System.Diagnostics;
using DdRun.Sampling;

namespace DdRun.Integrations.Tests.Activities;

/// <summary>What <c>depot.json</c> says of the sources <c>Depot.*</c>.</summary>
public sealed class ActivityRuleTests : TracedProcess
{
    private static readonly ActivitySource s_forklift = new("Depot.Forklift", "3.0");
    private static readonly ActivitySource s_crane = new("Depot.Crane");
    private static readonly ActivitySource s_gate = new("Depot.Gate");
    private static readonly ActivitySource s_scale = new("Depot.Scale");

    [Fact]
    public async Task A_rule_gives_names_and_tags()
    {
        using (var activity = s_forklift.StartActivity("stack", ActivityKind.Producer)!)
            activity.SetTag("depot.goods", "green_apples.loose").SetTag("depot.count", 3).SetTag("depot.secret.key", "k").SetTag("other", "o");
        var span = await Span("depot.stack");
        Assert.Equal(("green_apples.loose", "queue", "tests-depot"), (span.Resource, span.Type, span.Service));
        Assert.Equal(("depot", "GreenApplesLoose", "producer", "o"), (span.GetTag("component"), span.GetTag("goods"), span.GetTag("span.kind"), span.GetTag("other")));
        Assert.Equal(3, span.GetMetric("count"));
        Assert.Null(span.GetTag("depot.secret.key"));
        // What says only that it was an activity.
        Assert.All(["otel.library.name", "otel.library.version", "otel.trace_id", "otel.status_code"], tag => Assert.Null(span.GetTag(tag)));
    }

    [Fact]
    public async Task What_a_manifest_cannot_say_a_type_of_the_users_does()
    {
        using var load = Weight.Load = Tracer.StartSpan("load");
        using (var activity = s_scale.StartActivity("weigh")!)
            activity.SetTag("kg", 3);
        load.Finish();
        await Finished.WaitForCount(2);
        var weighed = Finished.Items.Single(span => !ReferenceEquals(span, load));
        Assert.Equal(("3000 g", load.SpanId), (weighed.GetTag("weight"), weighed.ParentId));
    }

    [Fact]
    public async Task What_that_throws_goes_no_further()
    {
        s_scale.StartActivity("guess")!.Dispose();
        await Finished.WaitForCount(1);
        Assert.Null(Finished.Items.Single().GetTag("weight"));
    }

    [Fact]
    public async Task The_first_rule_whose_tags_are_there_names()
    {
        using (var activity = s_forklift.StartActivity("stack", ActivityKind.Client)!)
            activity.SetTag("depot.kind", "high");
        Assert.Equal("client of Depot.Forklift", (await Span("depot.high")).Resource);
    }

    [Fact]
    public async Task A_tag_may_be_an_error_and_an_error_may_be_fine()
    {
        foreach (var (state, isError) in new[] { ("503", false), ("404", true), ("200", true), ("200", false) })
        {
            using var activity = s_forklift.StartActivity("stack")!;
            activity.SetTag("depot.state", state).SetTag("exception.type", "Tipped").SetTag("exception.message", "over");
            if (isError)
                activity.SetStatus(ActivityStatusCode.Error, "it says");
        }
        await Finished.WaitForCount(4);
        var spans = Finished.Items.OrderBy(span => span.StartTime).ToList();
        Assert.Equal([true, false, true, false], spans.Select(span => span.Error));
        Assert.Equal(["Tipped", null, "Tipped", null], spans.Select(span => span.GetTag("error.type")));
        Assert.Equal(["over", null, "it says", null], spans.Select(span => span.GetTag("error.message")));
    }

    [Fact]
    public async Task What_is_dropped_is_not_made()
    {
        using (Tracer.Trace("outer"))
        {
            using var polled = s_forklift.StartActivity("poll now");
            Assert.Null(polled);
        }
        await Span("outer");
        Assert.Single(Finished.Items);
    }

    [Fact]
    public async Task An_operation_may_be_dropped_within_another_sources_only()
    {
        using (s_forklift.StartActivity("lift"))
        using (s_crane.StartActivity("lift high"))
        using (Tracer.Trace("between"))
            Assert.Null(s_forklift.StartActivity("lift"));
        using (s_crane.StartActivity("turn"))
        using (var lift = s_forklift.StartActivity("lift"))
            Assert.NotNull(lift);
        await Finished.WaitForCount(5);
        Assert.Equal(2, Finished.Items.Count(span => span.Name == "depot.lift"));
    }

    [Fact]
    public async Task What_another_listener_has_made_stays_in_the_trace_and_out_of_what_is_sent()
    {
        using var listener = new ActivityListener { ShouldListenTo = source => source.Name == "Depot.Forks", Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded };
        ActivitySource.AddActivityListener(listener);
        using var forks = new ActivitySource("Depot.Forks");
        string? ids;
        using (var outer = Tracer.Trace("outer"))
        {
            using (var polled = forks.StartActivity("poll")!)
            {
                ids = polled.Id;
                using (Tracer.Trace("inner"))
                using (s_forklift.StartActivity("stack"))
                {
                }
            }
            Assert.Equal($"00-{outer.TraceId:x32}-{outer.SpanId:x16}-01", ids);
        }
        var root = await Span("outer");
        Assert.Equal(["depot.stack", "inner", "outer"], Finished.Items.Select(span => span.Name).Order());
        Assert.Equal(root.SpanId, Finished.Items.Single(span => span.Name == "inner").ParentId);
        Assert.Equal(Finished.Items.Single(span => span.Name == "inner").SpanId, Finished.Items.Single(span => span.Name == "depot.stack").ParentId);
    }

    [Fact]
    public async Task A_source_that_is_replaced_is_not_listened_to_by_us()
    {
        using var twice = new ActivitySource("Depot.Twice");
        Assert.False(twice.HasListeners());
        using (var single = new ActivitySource("Depot.Thrice").StartActivity("any"))
            Assert.NotNull(single);
        Assert.Equal("any", (await Span("internal")).Resource);
    }

    [Fact]
    public async Task Empty_ones_are_discarded_and_what_is_below_hangs_above()
    {
        using (Tracer.Trace("outer"))
        {
            using (s_forklift.StartActivity("empty"))
            using (Tracer.Trace("below"))
            {
            }
            using (var full = s_forklift.StartActivity("empty")!)
                full.SetTag("depot.count", 1);
            using (s_forklift.StartActivity("empty", ActivityKind.Internal, default(ActivityContext), links: [new(new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), default))]))
            {
            }
        }
        var outer = await Span("outer");
        Assert.Equal(["below", "internal", "internal", "outer"], Finished.Items.Select(span => span.Name).Order());
        Assert.Equal(outer.SpanId, Finished.Items.Single(span => span.Name == "below").ParentId);
    }

    [Fact]
    public async Task What_carries_its_ids_says_what_was_decided()
    {
        string? id, state;
        using (var outer = Tracer.Trace("outer"))
        {
            outer.SetTag("manual.drop", "");
            using var activity = s_crane.StartActivity("carry")!;
            (id, state) = (activity.Id, activity.TraceStateString);
            Assert.Equal(SamplingPriority.UserReject, outer.Root.Priority);
        }
        var span = await Span("internal");
        Assert.Equal($"00-{span.TraceId:x32}-{span.SpanId:x16}-00", id);
        Assert.Contains(";s:-1;", state, StringComparison.Ordinal);
        Assert.Equal("Depot.Crane", span.GetTag("otel.library.name"));
    }

    [Fact]
    public async Task A_parent_may_be_what_is_active_in_the_same_trace()
    {
        using (var outer = Tracer.Trace("outer"))
        {
            var context = new ActivityContext(ActivityTraceId.CreateFromString($"{outer.TraceId:x32}"), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true);
            using (s_gate.StartActivity("same", ActivityKind.Consumer, context))
            {
            }
            using (s_gate.StartActivity("foreign", ActivityKind.Consumer, new ActivityContext(ActivityTraceId.CreateRandom(), context.SpanId, ActivityTraceFlags.Recorded, isRemote: true)))
            {
            }
        }
        await Finished.WaitForCount(3);
        var (root, same, foreign) = (Finished.Items.Single(span => span.Name == "outer"), Finished.Items.Single(span => span.Resource == "same"), Finished.Items.Single(span => span.Resource == "foreign"));
        Assert.Equal(root.SpanId, same.ParentId);
        Assert.NotEqual(root.TraceId, foreign.TraceId);
        Assert.NotEqual(root.SpanId, foreign.ParentId);
    }

    [Fact]
    public async Task It_may_begin_a_trace_wherever_it_starts_or_hang_on_its_link()
    {
        var linked = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true);
        using (var night = new ActivitySource("Depot.Night"))
        using (var belt = new ActivitySource("Depot.Belt"))
        using (Tracer.Trace("outer"))
        {
            night.StartActivity("alone")!.Dispose();
            belt.StartActivity("linked", ActivityKind.Consumer, default(ActivityContext), links: [new(linked)])!.Dispose();
        }
        await Finished.WaitForCount(3);
        var (outer, alone, byLink) = (Finished.Items.Single(span => span.Name == "outer"), Finished.Items.Single(span => span.Resource == "alone"), Finished.Items.Single(span => span.Resource == "linked"));
        Assert.Equal((0ul, outer.SpanId), (alone.ParentId, Assert.Single(alone.Links!).SpanId));
        Assert.Equal($"{linked.TraceId} {linked.SpanId}", $"{byLink.TraceId:x32} {byLink.ParentId:x16}");
    }
}
