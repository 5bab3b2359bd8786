using DdRun.Configuration;
using DdRun.Propagation;
using DdRun.Runtime.Tests.Vectors;

namespace DdRun.Runtime.Tests.Propagation;

public class RoundTripTests
{
    private const int Contexts = 20_000;

    [Theory]
    [InlineData("datadog")]
    [InlineData("tracecontext")]
    [InlineData("b3multi")]
    [InlineData("b3")]
    [InlineData("datadog,tracecontext,b3multi,b3,baggage")]
    [InlineData("b3,b3multi,tracecontext,datadog")]
    public void Ids_and_decision_arrive_as_they_were_sent(string styles)
    {
        var settings = Styles(styles);
        var contexts = new RandomContexts(styles.Length);
        for (var i = 0; i < Contexts; i++)
        {
            var sent = contexts.Next();
            var received = Headers.Extract(settings, Headers.Inject(settings, sent));
            Assert.NotNull(received);
            Assert.Equal(sent.TraceId, received.TraceId);
            Assert.Equal(sent.SpanId, received.SpanId);
            Assert.Equal(Carried(styles, sent.SamplingPriority), received.SamplingPriority);
            Assert.True(received.IsRemote);
            Assert.Null(received.Links);
            if (styles.StartsWith("datadog", StringComparison.Ordinal) || styles == "tracecontext")
                Assert.Equal(sent.Origin, received.Origin);
        }
    }

    [Theory]
    [InlineData("datadog")]
    [InlineData("tracecontext")]
    public void Propagated_tags_arrive_as_they_were_sent(string styles)
    {
        const string keyCharacters = "abcdefgh_-0123456789";
        // A tracestate has no place for commas, semicolons and tildes, and tags of the datadog style none for commas.
        const string valueCharacters = "abcXYZ0123456789=:/.@+-_!(){}[]";
        var settings = Styles(styles);
        var contexts = new RandomContexts(7);
        for (var i = 0; i < Contexts; i++)
        {
            var sent = contexts.Next();
            for (var tags = contexts.Random.Next(4); tags > 0; tags--)
                sent.SetTag("_dd.p.x" + contexts.Word(keyCharacters, 10), contexts.Word(valueCharacters, 30));
            if (contexts.Random.Next(2) == 0)
                sent.SetTag(PropagationTags.DecisionMaker, "-" + contexts.Random.Next(256));
            var received = Headers.Extract(settings, Headers.Inject(settings, sent))!;
            Assert.Equal(Propagated(sent), Propagated(received));
        }
    }

    [Fact]
    public void Baggage_of_any_text_arrives_as_it_was_sent()
    {
        var settings = Styles("baggage");
        var contexts = new RandomContexts(11);
        for (var i = 0; i < Contexts; i++)
        {
            var sent = contexts.Next();
            for (var items = contexts.Random.Next(1, 6); items > 0; items--)
                sent.Baggage.Set(contexts.Text(20), contexts.Text(40));
            var received = Headers.Extract(settings, Headers.Inject(settings, sent))!;
            Assert.Equal(sent.Baggage, received.Baggage);
        }
    }

    [Fact]
    public void Members_of_other_vendors_survive_any_number_of_hops()
    {
        var settings = Styles("tracecontext");
        var headers = new Dictionary<string, string>
        {
            ["traceparent"] = "00-66f1a2b3000000006d7f597af3e2df79-48485a3953bb6124-01",
            ["tracestate"] = "xdd=1,dd=s:2,dd2=3,congo=t61,add=dd=1",
        };
        for (var hop = 0; hop < 5; hop++)
            headers = Headers.Inject(settings, Headers.Extract(settings, headers)!);
        Assert.Equal("dd=s:2,xdd=1,dd2=3,congo=t61,add=dd=1", headers["tracestate"]);
    }

    private static Settings Styles(string styles) => new(name => name == "DD_TRACE_PROPAGATION_STYLE" ? styles : null, fileExists: _ => false);

    // B3 knows kept, dropped and debug; traceparent cannot say that nothing was decided.
    private static int? Carried(string styles, int? priority) => styles.Split(',')[0] switch
    {
        "datadog" => priority,
        "tracecontext" => priority ?? 0,
        _ => priority is < 0 ? 0 : priority,
    };

    private static SortedDictionary<string, string> Propagated(SpanContext context) =>
        new((context.Tags ?? []).Where(t => t.Key != PropagationTags.TraceIdHigh && t.Key != PropagationTags.ParentId).ToDictionary());
}
