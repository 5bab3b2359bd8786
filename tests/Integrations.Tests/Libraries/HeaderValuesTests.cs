using System.Collections.Frozen;
using System.Text;
using DdRun.Instrumentation.Integrations.Headers;

namespace DdRun.Integrations.Tests.Libraries;

public sealed class HeaderValuesTests
{
    private const string Name = "x-datadog-trace-id", Parent = "x-datadog-parent-id";

    public static TheoryData<string, object> Readable => new()
    {
        { "texts", new Dictionary<string, string> { [Name] = "7", [Parent] = "8" } },
        { "read only", new Dictionary<string, string> { [Name] = "7", [Parent] = "8" }.ToFrozenDictionary() },
        { "anything", new Dictionary<string, object?> { [Name] = Encoding.UTF8.GetBytes("7"), [Parent] = "8", ["other"] = 1 } },
        { "bytes", new Dictionary<string, byte[]> { [Name] = Encoding.UTF8.GetBytes("7"), [Parent] = Encoding.UTF8.GetBytes("8") } },
        { "lists", new Dictionary<string, List<string>> { [Name] = ["7"], [Parent] = ["8"] } },
        { "what HTTP has", new Dictionary<string, Microsoft.Extensions.Primitives.StringValues> { [Name] = "7", [Parent] = "8" } },
        { "pairs", new List<KeyValuePair<string, string?>> { new(Name, "7"), new(Parent, "8") } },
        { "properties", new[] { new Property(Name, "7"), new Property(Parent, "8") } },
        { "buffers", new[] { new Buffer("X-Datadog-Trace-Id", "7"u8.ToArray()), new Buffer(Parent, "8"u8.ToArray()) } },
        { "methods", new[] { new Bytes(Name, "7"u8.ToArray()), new Bytes(Parent, "8"u8.ToArray()) } },
    };

    [Theory]
    [MemberData(nameof(Readable))]
    public void A_context_is_found_in_headers_of_many_types(string kind, object headers)
    {
        var context = HeaderValues.Extract(headers);
        Assert.True(context is { TraceId: var trace, SpanId: 8 } && trace == 7, kind);
    }

    [Fact]
    public void What_holds_none_or_cannot_be_read_has_none()
    {
        Assert.Null(HeaderValues.Extract(null));
        Assert.Null(HeaderValues.Extract("x-datadog-trace-id"));
        Assert.Null(HeaderValues.Extract(new Dictionary<string, int> { [Name] = 7 }));
        Assert.Null(HeaderValues.Extract(new List<KeyValuePair<int, int>> { new(7, 8) }));
        Assert.Null(HeaderValues.Extract(new object?[] { null, 7, new Property(Name, null) }));
    }

    private sealed record Property(string Name, string? Value);

    private sealed record Buffer(string Key, ReadOnlyMemory<byte> ValueBuffer);

    // As Kafka's are.
    private sealed class Bytes(string key, byte[] value)
    {
        public string Key => key;

        public byte[] GetValueBytes() => value;
    }
}
