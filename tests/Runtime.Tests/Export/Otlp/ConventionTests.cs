using System.Text.Json.Nodes;
using DdRun.Testing.Otlp;

namespace DdRun.Runtime.Tests.Export.Otlp;

/// <summary>Our integrations' tags under the names of the semantic conventions; the cases are in <c>conventions.json</c>.</summary>
public class ConventionTests
{
    public static TheoryData<string> Cases => [.. Read().Select(one => (string)one!["is"]!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_span_is_named_and_described_by_the_conventions(string name)
    {
        var given = Read().Single(one => (string)one!["is"]! == name)!;
        await using var receiver = await OtlpReceiver.Start();
        var tracer = OtlpTracer.For(receiver, ("OTEL_SEMCONV_STABILITY_OPT_IN", (string?)given["optIn"] ?? ""));
        using (var span = tracer.Begin((string)given["name"]!, null, (string?)given["resource"], (string?)given["type"]))
        {
            span.Error = (bool?)given["error"] ?? false;
            foreach (var (key, value) in given["tags"]!.AsObject())
                span.Store(key, Plain(value!));
        }
        tracer.Flush();
        var got = Assert.Single(receiver.Spans.Items);
        Assert.Equal((string)given["sentName"]!, got.Name);
        Assert.Equal((long?)given["kind"] ?? 1, got.Kind);
        Assert.Equal(given["attributes"]!.AsObject().OrderBy(a => a.Key).Select(a => KeyValuePair.Create(a.Key, (object?)Plain(a.Value!))), got.Attributes.OrderBy(a => a.Key));
        Assert.Equal(((bool?)given["error"] ?? (bool?)given["failed"] ?? false) ? 2 : 0, got.StatusCode);
        Assert.Equal((string?)given["scope"] ?? "dd-run", got.ScopeName);
    }

    private static object Plain(JsonNode node) => node.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.String => (string)node!,
        System.Text.Json.JsonValueKind.True => true,
        System.Text.Json.JsonValueKind.False => false,
        _ => (long)node,
    };

    private static JsonArray Read()
    {
        using var stream = typeof(ConventionTests).Assembly.GetManifestResourceStream("Otlp.conventions.json")!;
        return JsonNode.Parse(stream)!.AsArray();
    }
}
