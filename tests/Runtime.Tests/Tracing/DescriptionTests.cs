using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Tracing;

/// <summary>What is told of a span at once is as if it had been told bit by bit.</summary>
public class DescriptionTests
{
    private static readonly SharedTags s_shared = new([new("host", "cache"), new("port", 6379L)]);

    private readonly TestTracer _tracer = new();

    [Theory]
    [InlineData(null, null, 0)]
    [InlineData("cache", null, 0)]
    [InlineData("cache", "GET bread", 0)]
    [InlineData(null, "GET bread", 1)]
    [InlineData("cache", "GET bread", 2)]
    [InlineData("cache", null, 3)]
    public void It_is_the_same_as_each_by_itself(string? service, string? command, int before)
    {
        foreach (var parent in (Span?[])[null, _tracer.Core.Start(null, "parent", "shop", null, null)])
        {
            var (atOnce, each) = (Span(parent, before), Span(parent, before));
            atOnce.Describe(service, "GET", "redis", s_shared, "command", command);
            each.Type = "redis";
            each.Resource = "GET";
            if (service is not null)
                each.Service = service;
            each.SetSharedTags(s_shared);
            each.SetTag("command", command);

            Assert.Equal(Told(each), Told(atOnce));
        }
    }

    [Fact]
    public void A_text_that_is_too_long_is_cut()
    {
        var text = new string('x', DdRun.Span.MaxTagChars * 2);
        var span = Span(null, 0);
        span.Describe(null, "SET", "redis", s_shared, "command", text);
        Assert.Equal(TagText.Cut(text), span.GetTag("command"));
    }

    [Fact]
    public void After_the_end_there_is_nothing_to_tell()
    {
        var span = Span(null, 0);
        span.Finish();
        span.Describe("cache", "GET", "redis", s_shared, "command", "GET bread");
        Assert.Equal(("call", null, null), (span.Resource, span.Type, span.GetTag("host")));
    }

    private Span Span(Span? parent, int tags)
    {
        var span = _tracer.Core.Start(parent, "call", null, null, null);
        for (var i = 0; i < tags; i++)
            span.SetTag("own" + i, "value");
        return span;
    }

    private static string Told(Span span)
    {
        var tags = new List<string>();
        for (var i = 0; span.TryGetTag(i, out var key, out var value); i++)
            tags.Add($"{key}={value}");
        return $"{span.Service}/{span.ServiceWasGiven} {span.Resource} {span.Type} {span.Weight} {string.Join(' ', tags.Order(StringComparer.Ordinal))}";
    }
}
