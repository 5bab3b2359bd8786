using System.Globalization;
using DdRun.Configuration;
using DdRun.Propagation;
using DdRun.Runtime.Tests.Vectors;

namespace DdRun.Runtime.Tests.Propagation;

public class HostileHeaderTests
{
    private const int HeaderSets = 1_000_000;

    // Per extraction: what a context with a full set of tags, baggage and tracestate takes, and so much for each character that came in.
    private const long FixedBytes = 4096;
    private const long BytesPerCharacter = 24;

    private static readonly string[] s_names =
    [
        DatadogStyle.TraceId, DatadogStyle.ParentId, DatadogStyle.Priority, DatadogStyle.Origin, DatadogStyle.Tags,
        TraceContextStyle.TraceParent, TraceContextStyle.TraceState, B3Style.TraceId, B3Style.SpanId, B3Style.Sampled, B3Style.Flags, B3Style.Single,
        BaggageStyle.Header,
    ];

    private static readonly string[] s_pieces =
    [
        "66f1a2b3000000006d7f597af3e2df79", "48485a3953bb6124", "7890123456789012345", "18446744073709551616", "-1", "0", "1", "d", "00-", "-01", "ff-", "-",
        "dd=", "s:2", "o:rum", "p:0123456789abcdef", "t.dm:-4", ";", ",", "=", "_dd.p.tid=66f1a2b300000000", "_dd.p.dm=-4", "_dd.p.", "%", "%41", "%C3%A9", "%ZZ", "~",
        " ", "\t", "\0", "\u00e9", "\ud800", "\udc00", "\u2603", "x", "user.id=", "congo=t61", "00-66f1a2b3000000006d7f597af3e2df79-48485a3953bb6124-01",
        "66f1a2b3000000006d7f597af3e2df79-48485a3953bb6124-1", "99999999999999999999999999", "::", "\"", "\r\n",
    ];

    [Fact]
    public void No_header_set_throws_or_makes_memory_grow_beyond_its_size()
    {
        var settings = new Settings(
            name => name == "DD_TRACE_PROPAGATION_STYLE" ? "datadog,tracecontext,b3multi,b3,baggage" : name == "DD_TRACE_BAGGAGE_TAG_KEYS" ? "*" : null,
            fileExists: _ => false);
        Parallel.For(0, Environment.ProcessorCount, worker =>
        {
            var random = new Random(20261121 + worker);
            var headers = new Carrier();
            for (var i = worker; i < HeaderSets; i += Environment.ProcessorCount)
            {
                headers.Fill(random);
                var allocated = Allocated(headers, settings, out var context);
                // Once: a type that is initialized, or the writing of a log line, which is limited by time.
                if (allocated > FixedBytes + BytesPerCharacter * headers.Characters)
                    allocated = Allocated(headers, settings, out context);
                if (allocated > FixedBytes + BytesPerCharacter * headers.Characters)
                    Assert.Fail($"{allocated} bytes for {headers}");
                if (context is { IsValid: true })
                    Check(context, headers);
            }
        });
    }

    private static long Allocated(Carrier headers, Settings settings, out SpanContext? context)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        context = ContextExtractor.Extract(headers, settings);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Theory]
    [InlineData("x-datadog-tags", "_dd.p.a=1,")]
    [InlineData("tracestate", "k=v,")]
    [InlineData("tracestate", "dd=t.a:1;")]
    [InlineData("baggage", "k=v,")]
    [InlineData("baggage", "k=%41")]
    [InlineData("b3", "0-")]
    public void A_megabyte_of_one_header_is_taken_in_stride(string name, string piece)
    {
        var settings = new Settings(_ => null, fileExists: _ => false);
        var headers = new Dictionary<string, string>
        {
            [DatadogStyle.TraceId] = "42",
            [TraceContextStyle.TraceParent] = "00-0000000000000000000000000000002a-48485a3953bb6124-01",
            [name] = string.Concat(Enumerable.Repeat(piece, 1024 * 1024 / piece.Length)),
        };
        var context = Headers.Extract(settings, headers);
        Assert.Equal((UInt128)42, context!.TraceId);
        Assert.All(Headers.Inject(settings, context), header => Assert.InRange(header.Value.Length, 0, 8192));
    }

    // Whatever was accepted can be handed on, in headers that are well-formed.
    private static void Check(SpanContext context, Carrier headers)
    {
        if (context.SpanId == 0)
            return;
        var sent = Headers.Inject(s_injection, context);
        foreach (var (name, value) in sent)
            if (value.AsSpan().ContainsAnyExceptInRange('\t', '~') || value.AsSpan().ContainsAny('\r', '\n'))
                Assert.Fail($"{name} = '{value}' out of {headers}");
        if (sent["traceparent"].Length != 55)
            Assert.Fail(sent["traceparent"]);
    }

    private static readonly Settings s_injection = new(name => name == "DD_TRACE_PROPAGATION_STYLE" ? "datadog,tracecontext,b3multi,b3,baggage" : null, fileExists: _ => false);

    private sealed class Carrier : HeaderReader
    {
        private readonly string?[] _values = new string?[s_names.Length];

        public int Characters { get; private set; }

        public override string? Get(string name) => _values[Array.IndexOf(s_names, name)];

        public void Fill(Random random)
        {
            Characters = 0;
            for (var i = 0; i < _values.Length; i++)
            {
                _values[i] = random.Next(3) == 0 ? null : Value(random);
                Characters += _values[i]?.Length ?? 0;
            }
        }

        public override string ToString() => string.Join("; ", s_names.Select((name, i) => string.Create(CultureInfo.InvariantCulture, $"{name}='{_values[i]}'")));

        private static string Value(Random random)
        {
            var pieces = random.Next(16) == 0 ? random.Next(64) : random.Next(4);
            return pieces == 1
                ? s_pieces[random.Next(s_pieces.Length)]
                : string.Concat(Enumerable.Range(0, pieces).Select(_ => s_pieces[random.Next(s_pieces.Length)]));
        }
    }
}
