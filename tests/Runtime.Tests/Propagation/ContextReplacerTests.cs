using DdRun.Configuration;
using DdRun.Propagation;

namespace DdRun.Runtime.Tests.Propagation;

public class ContextReplacerTests
{
    private static readonly PropagationStyle[] s_styles = [PropagationStyle.Datadog, PropagationStyle.TraceContext, PropagationStyle.B3Multi, PropagationStyle.B3];

    [Fact]
    public void Whatever_was_there_all_headers_name_the_one_trace()
    {
        var random = new Random(17);
        for (var i = 0; i < 2_000; i++)
        {
            var configured = s_styles.Where(_ => random.Next(2) == 0).DefaultIfEmpty(PropagationStyle.Datadog).ToArray();
            var settings = Settings(string.Join(',', configured.Select(style => style.Name())));
            var headers = new Carrier();
            headers.Add("x-own", "kept");
            // Contexts of others, whole and in pieces.
            foreach (var style in s_styles.Where(_ => random.Next(2) == 0))
            {
                ContextInjector.Inject(style, Context(random), headers, static (to, name, value) => to.Replace(name, value), settings);
                if (random.Next(3) == 0)
                    headers.Remove(ContextFields.Of(style)[random.Next(ContextFields.Of(style).Length)]);
            }
            var before = s_styles.Where(style => headers.Get(ContextFields.Of(style)[0]) is not null).ToList();
            var context = Context(random);

            ContextReplacer.Replace(context, headers, settings);

            Assert.Equal("kept", headers.Get("x-own"));
            foreach (var style in s_styles)
            {
                if (!configured.Contains(style) && !before.Contains(style))
                    continue;
                var read = ContextExtractor.Read(style, new DelegateHeaders<Carrier>(headers, static (from, name) => from.Get(name)));
                Assert.NotNull(read);
                Assert.Equal((context.TraceIdHigh, context.TraceIdLow, context.SpanId), (read.TraceIdHigh, read.TraceIdLow, read.SpanId));
                // Nothing of the other context's is left to be taken for this one's.
                Assert.Null(read.Origin);
            }
        }
    }

    [Theory]
    [InlineData(null, "bread=rye,oven=2")]
    [InlineData("cheese = old; from=alps", "cheese = old; from=alps,bread=rye,oven=2")]
    [InlineData("bread = wheat", "bread = wheat,oven=2")]
    [InlineData("bread=rye,oven=2", "bread=rye,oven=2")]
    [InlineData("no baggage at all", "no baggage at all,bread=rye,oven=2")]
    public void Baggage_that_was_there_stays_and_is_added_to(string? before, string after)
    {
        var headers = new Carrier();
        if (before is not null)
            headers.Add("baggage", before);
        var context = new SpanContext(7, 9);
        context.Baggage.Set("bread", "rye");
        context.Baggage.Set("oven", "2");
        ContextReplacer.Replace(context, headers, Settings("datadog,baggage"));
        Assert.Equal(after, headers.Get("baggage"));
    }

    [Fact]
    public void A_style_that_nobody_asked_for_stays_where_it_names_the_trace()
    {
        var headers = new Carrier();
        headers.Add("b3", "00000000000000000000000000000007-0000000000000003-1-0000000000000001");
        ContextReplacer.Replace(new SpanContext(7, 9), headers, Settings("datadog"));
        Assert.Equal("00000000000000000000000000000007-0000000000000003-1-0000000000000001", headers.Get("b3"));
        ContextReplacer.Replace(new SpanContext(8, 9), headers, Settings("datadog"));
        Assert.StartsWith("0000000000000008-0000000000000009", headers.Get("b3"), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_style_nothing_is_touched()
    {
        var headers = new Carrier();
        headers.Add("traceparent", "mine");
        ContextReplacer.Replace(new SpanContext(7, 9), headers, Settings("none"));
        Assert.Equal(["traceparent"], headers.Names);
        Assert.Equal("mine", headers.Get("traceparent"));
    }

    [Theory]
    [InlineData("v=1", null, "v=1")]
    [InlineData(null, "dd=s:1,w=2", "dd=s:1,w=2")]
    [InlineData("dd=s:2,v=1", "dd=s:1,v=3,w=2", "dd=s:2,v=1,w=2")]
    public void Lists_of_states_are_joined(string? first, string? second, string expected) => Assert.Equal(expected, TraceStateList.Join(first, second));

    private static SpanContext Context(Random random) =>
        new(new UInt128((ulong)random.NextInt64(1, long.MaxValue), (ulong)random.NextInt64(1, long.MaxValue)), (ulong)random.NextInt64(1, long.MaxValue), random.Next(-1, 3));

    private static Settings Settings(string styles) => new(name => name == "DD_TRACE_PROPAGATION_STYLE" ? styles : null);

    private sealed class Carrier : ICarrier
    {
        private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

        public IEnumerable<string> Names => _headers.Keys;

        public string? Get(string name) => _headers.GetValueOrDefault(name);

        // Of a header that is there already.
        public void Add(string name, string value) => _headers.Add(name, value);

        public void Replace(string name, string value) => _headers[name] = value;

        public void Remove(string name) => _headers.Remove(name);
    }
}
