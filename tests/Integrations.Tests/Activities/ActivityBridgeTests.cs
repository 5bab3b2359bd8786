using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DdRun.Integrations.Tests.Activities;

public sealed class ActivityBridgeTests : TracedProcess
{
    private static readonly ActivitySource s_source = new("Shop", "2.1");

    [Fact]
    public async Task An_activity_becomes_a_span()
    {
        using (var activity = s_source.StartActivity("fetch", ActivityKind.Client)!)
        {
            activity.DisplayName = "fetch apples";
            activity.SetTag("fruit", "apple").SetTag("count", 3).SetTag("ripe", true).SetTag("weights", new[] { 1.5, 2.5 });
            activity.SetStatus(ActivityStatusCode.Ok);
        }
        var span = await Span("client.request");
        Assert.Equal("fetch apples", span.Resource);
        Assert.Equal("http", span.Type);
        Assert.Equal("apple", span.GetTag("fruit"));
        Assert.Equal(3, span.GetMetric("count"));
        Assert.Equal("true", span.GetTag("ripe"));
        Assert.Equal(2.5, span.GetMetric("weights.1"));
        Assert.Equal("client", span.GetTag("span.kind"));
        Assert.Equal("Shop", span.GetTag("otel.library.name"));
        Assert.Equal("2.1", span.GetTag("otel.library.version"));
        Assert.Equal("STATUS_CODE_OK", span.GetTag("otel.status_code"));
        Assert.Equal(span.TraceId.ToString("x32", CultureInfo.InvariantCulture), span.GetTag("otel.trace_id"));
        Assert.False(span.Error);
    }

    [Fact]
    public async Task An_activity_under_a_span_is_its_child_with_the_same_ids()
    {
        string? id;
        ActivitySpanId parentId;
        using (Tracer.Trace("outer"))
        {
            using var activity = s_source.StartActivity("inner");
            id = activity!.Id;
            parentId = activity.ParentSpanId;
        }
        var outer = await Span("outer");
        var inner = await Span("internal");
        Assert.Equal(outer.SpanId, inner.ParentId);
        Assert.Equal(outer.TraceId, inner.TraceId);
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"00-{outer.TraceId:x32}-{inner.SpanId:x16}-01"), id);
        Assert.Equal(outer.SpanId.ToString("x16", CultureInfo.InvariantCulture), parentId.ToHexString());
    }

    [Fact]
    public async Task An_activity_that_begins_a_trace_has_no_parent_for_the_program_either()
    {
        ActivitySpanId parentId;
        string? parent;
        using (var activity = s_source.StartActivity("root")!)
            (parentId, parent) = (activity.ParentSpanId, activity.ParentId);
        Assert.Equal(0UL, (await Span("internal")).ParentId);
        // Unlike sixteen zeros, which exporters would send as the id of a parent.
        Assert.Equal(default, parentId);
        Assert.Null(parent);
    }

    [Fact]
    public async Task Spans_and_activities_nest_in_both_directions()
    {
        using (s_source.StartActivity("first"))
        using (Tracer.Trace("second"))
        using (s_source.StartActivity("third"))
        using (Tracer.Trace("fourth"))
        {
            await Task.Yield();
        }
        var fourth = await Span("fourth");
        var byId = Finished.Items.ToDictionary(span => span.SpanId);
        var names = new List<string>();
        for (var span = fourth; span is not null; span = byId.GetValueOrDefault(span.ParentId))
            names.Add(span.Resource);
        Assert.Equal(["fourth", "third", "second", "first"], names);
        Assert.Single(Finished.Items.Select(span => span.TraceId).Distinct());
        Assert.Null(Tracer.CurrentSpan);
        Assert.Null(Activity.Current);
    }

    public static TheoryData<object?, double?> AnalyticsEvents
    {
        get
        {
            var cases = new TheoryData<object?, double?>();
            foreach (var given in JsonNode.Parse(typeof(ActivityBridgeTests).Assembly.GetManifestResourceStream("analytics_event.json")!)!.AsArray())
            {
                var value = given!["value"]!;
                cases.Add(value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.GetValue<bool>(), given["metric"]?.GetValue<double>());
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(AnalyticsEvents))]
    public async Task An_analytics_event_is_a_number_and_no_tag(object? value, double? metric)
    {
        s_source.StartActivity("counted")!.SetTag("analytics.event", value).Dispose();
        var span = await Span("internal");
        Assert.Equal(metric, span.GetMetric("_dd1.sr.eausr"));
        Assert.Null(span.GetTag("analytics.event"));
        Assert.Null(span.GetMetric("analytics.event"));
        Assert.Null(span.GetTag("_dd1.sr.eausr"));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    public async Task A_worker_that_is_given_a_local_context_works_in_the_same_trace(int priority)
    {
        using (var parent = s_source.StartActivity("parent", ActivityKind.Server)!)
        {
            Tracer.CurrentSpan!.SetTag(priority > 0 ? "manual.keep" : "manual.drop", true);
            var context = parent.Context;
            Assert.False(context.IsRemote);
            // Nothing flows there.
            var worker = new Thread(() => s_source.StartActivity("worker", ActivityKind.Internal, context)!.Dispose());
            using (ExecutionContext.SuppressFlow())
                worker.Start();
            worker.Join();
        }
        var child = await Span("internal");
        var root = await Span("server.request");
        Assert.Equal((root.SpanId, root.TraceId), (child.ParentId, child.TraceId));
        Assert.Same(root, child.Root);
        Assert.False(child.IsLocalRoot);
        Assert.Equal(priority, child.Root.Priority);
    }

    [Fact]
    public async Task A_context_that_came_from_elsewhere_is_remote_whoever_has_made_it()
    {
        using (var parent = s_source.StartActivity("parent", ActivityKind.Server)!)
        {
            var sent = ActivityContext.Parse(parent.Id!, null);
            Assert.True(ActivityContext.TryParse(parent.Id, null, isRemote: true, out sent));
            var worker = new Thread(() => s_source.StartActivity("called", ActivityKind.Internal, sent)!.Dispose());
            using (ExecutionContext.SuppressFlow())
                worker.Start();
            worker.Join();
        }
        var called = await Span("internal");
        var caller = await Span("server.request");
        Assert.Equal((caller.SpanId, caller.TraceId), (called.ParentId, called.TraceId));
        Assert.True(called.IsLocalRoot);
    }

    [Fact]
    public async Task An_activity_with_a_remote_parent_continues_its_trace()
    {
        var parent = ActivityContext.Parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "dd=s:2,other=1");
        using (s_source.StartActivity("continued", ActivityKind.Server, parent))
        {
        }
        var span = await Span("server.request");
        Assert.Equal(UInt128.Parse("0af7651916cd43dd8448eb211c80319c", NumberStyles.HexNumber, CultureInfo.InvariantCulture), span.TraceId);
        Assert.Equal(0xb7ad6b7169203331, span.ParentId);
        Assert.Equal("web", span.Type);
    }

    [Fact]
    public async Task A_program_that_clears_the_current_activity_starts_a_new_trace()
    {
        using (s_source.StartActivity("one", ActivityKind.Producer))
        {
            Activity.Current = null;
            using (s_source.StartActivity("two", ActivityKind.Consumer))
            {
            }
        }
        var one = await Span("producer");
        var two = await Span("consumer");
        Assert.Equal(0ul, two.ParentId);
        Assert.NotEqual(one.TraceId, two.TraceId);
    }

    [Fact]
    public async Task Failures_links_and_events_are_kept()
    {
        var link = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        using (var activity = s_source.StartActivity("failing", ActivityKind.Internal, default(ActivityContext), links: [new(link, new() { ["why"] = "batch" })])!)
        {
            activity.AddEvent(new("tick", tags: new() { ["n"] = 1 }));
            activity.AddException(new InvalidOperationException("no apples"));
            activity.SetStatus(ActivityStatusCode.Error, "gave up");
        }
        var span = await Span("internal");
        Assert.True(span.Error);
        Assert.Equal("no apples", span.GetTag("error.message"));
        Assert.Equal(typeof(InvalidOperationException).FullName, span.GetTag("error.type"));
        Assert.Equal("STATUS_CODE_ERROR", span.GetTag("otel.status_code"));
        Assert.Equal("gave up", span.GetTag("otel.status_description"));
        Assert.Equal(["tick", "exception"], span.Events!.Select(e => e.Name));
        var linked = Assert.Single(span.Links!);
        Assert.Equal(link.SpanId.ToHexString(), linked.SpanId.ToString("x16", CultureInfo.InvariantCulture));
        Assert.Equal("batch", linked.Attributes!["why"]);
    }

    [Fact]
    public async Task Times_that_the_program_gives_are_used()
    {
        var start = DateTimeOffset.UtcNow.AddMinutes(-5);
        var activity = s_source.StartActivity("imported", ActivityKind.Internal, default(ActivityContext), startTime: start)!;
        activity.SetEndTime(start.UtcDateTime.AddSeconds(90));
        activity.Stop();
        var span = await Span("internal");
        Assert.Equal(start.UtcDateTime, span.StartTime.UtcDateTime, TimeSpan.FromMilliseconds(1));
        Assert.Equal(90, span.Duration.TotalSeconds, 0.01);
    }

    [Fact]
    public async Task Baggage_of_an_activity_travels_with_the_trace()
    {
        using (var activity = s_source.StartActivity("with baggage")!)
        {
            activity.AddBaggage("basket", "blue");
            var sent = new Dictionary<string, string>();
            DistributedContextPropagator.Current.Inject(activity, sent, static (carrier, name, value) => ((Dictionary<string, string>)carrier!)[name] = value);
            Assert.Equal("basket=blue", sent["baggage"]);
            Assert.Equal(activity.TraceId.ToHexString(), sent["traceparent"].Split('-')[1]);
            Assert.Contains("x-datadog-trace-id", sent);
        }
        await Span("internal");
    }

    [Theory]
    [InlineData(ActivityKind.Client, "db.system", "redis", "redis.query", "redis")]
    [InlineData(ActivityKind.Client, "db.system", "postgresql", "postgresql.query", "db")]
    [InlineData(ActivityKind.Server, "http.request.method", "GET", "http.server.request", "web")]
    [InlineData(ActivityKind.Client, "http.request.method", "GET", "http.client.request", "http")]
    [InlineData(ActivityKind.Server, "rpc.system", "grpc", "grpc.server.request", "web")]
    [InlineData(ActivityKind.Server, "faas.trigger", "Timer", "timer.invoke", "web")]
    [InlineData(ActivityKind.Server, "network.protocol.name", "amqp", "amqp.server.request", "web")]
    [InlineData(ActivityKind.Internal, "graphql.operation.type", "query", "graphql.server.request", "custom")]
    [InlineData(ActivityKind.Consumer, "x", "y", "consumer", "custom")]
    [InlineData(ActivityKind.Internal, "operation.name", "Mine", "mine", "custom")]
    public async Task Names_follow_kind_and_attributes(ActivityKind kind, string key, string value, string name, string type)
    {
        using (var activity = s_source.StartActivity("named", kind)!)
            activity.SetTag(key, value);
        var span = await Span(name);
        Assert.Equal(type, span.Type);
    }
}
