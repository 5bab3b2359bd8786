using System.Net.Http.Headers;
using DdRun.Runtime.Tests.Tracing;

namespace DdRun.Runtime.Tests.Propagation;

public class PropagatorTests
{
    private static readonly SpanContext s_context = new(new UInt128(0x66f1a2b300000000, 0x6d7f597af3e2df79), 0x48485a3953bb6124, 1);

    [Fact]
    public void HTTP_headers_carry_a_context()
    {
        using var request = new HttpRequestMessage();
        request.Headers.TryAddWithoutValidation("traceparent", "stale");
        Propagator.Inject(s_context, request.Headers);
        Propagator.Inject(s_context, request.Headers);
        Assert.Single(request.Headers.GetValues("x-datadog-trace-id"));
        AssertSame(s_context, Propagator.Extract(request.Headers));
    }

    [Fact]
    public void A_dictionary_carries_a_context_whatever_the_case_of_its_keys()
    {
        var headers = new Dictionary<string, string>();
        Propagator.Inject(s_context, headers);
        AssertSame(s_context, Propagator.Extract(headers.ToDictionary(h => h.Key.ToUpperInvariant(), h => h.Value)));
    }

    [Fact]
    public void Several_headers_of_one_name_are_one_list()
    {
        var headers = new Dictionary<string, string[]>
        {
            ["traceparent"] = ["00-66f1a2b3000000006d7f597af3e2df79-48485a3953bb6124-01"],
            ["tracestate"] = ["a=1", "dd=s:2", "b=2"],
        };
        var context = Propagator.Extract(headers, static (h, name) => h.GetValueOrDefault(name));
        Assert.Equal("dd=s:2,a=1,b=2", context!.TraceState);
        Assert.Equal(2, context.SamplingPriority);
    }

    [Fact]
    public void A_span_is_handed_on_as_its_context()
    {
        var span = new TestTracer().Trace("op");
        var headers = new Dictionary<string, string>();
        Propagator.Inject(span, headers);
        span.Finish();
        AssertSame(span.Context, Propagator.Extract(headers));
        Propagator.Inject((Span?)null, headers);
    }

    [Fact]
    public void A_carrier_that_throws_harms_nobody()
    {
        Assert.Null(Propagator.Extract("carrier", static string? (_, _) => throw new InvalidOperationException("broken getter")));
        Propagator.Inject(s_context, "carrier", static (_, _, _) => throw new InvalidOperationException("broken setter"));
    }

    [Fact]
    public void A_context_without_ids_writes_its_baggage_only()
    {
        var context = new SpanContext(0, 0);
        context.Baggage.Set("user.id", "42");
        var headers = new Dictionary<string, string>();
        Propagator.Inject(context, headers);
        Assert.Equal([new("baggage", "user.id=42")], headers);
    }

    [Fact]
    public void Values_of_other_headers_are_never_asked_for()
    {
        var asked = new HashSet<string>();
        Propagator.Extract(asked, static (names, name) =>
        {
            names.Add(name);
            return (string?)null;
        });
        Assert.Equal(["baggage", "traceparent", "x-datadog-trace-id"], asked.Order());
    }

    private static void AssertSame(SpanContext expected, SpanContext? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.TraceId, actual.TraceId);
        Assert.Equal(expected.SpanId, actual.SpanId);
        Assert.Equal(expected.SamplingPriority, actual.SamplingPriority);
    }
}
