using DdRun.Propagation;

namespace DdRun.Runtime.Tests.Vectors;

public class InjectVectors
{
    [Theory]
    [VectorData("inject")]
    public void Inject(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        var given = vector["context"]!;
        var context = new SpanContext(
            Headers.TraceId(given["trace_id_hex"]?.GetValue<string>()),
            Headers.SpanId(VectorCase.ToText(given["span_id"])),
            given["sampling_priority"]?.GetValue<int>(),
            given["origin"]?.GetValue<string>())
        {
            IsRemote = vector["context_is_remote"]?.GetValue<bool>() ?? true,
            TraceParent = given["traceparent_kept"]?.GetValue<string>(),
            TraceState = given["tracestate_kept"]?.GetValue<string>(),
        };
        foreach (var (key, value) in VectorCase.ToMap(given["tags"]))
            context.SetTag(key, value);
        foreach (var (key, value) in VectorCase.ToMap(given["baggage"]))
            context.Baggage.Set(key, value);

        CheckHeaders(vector, Headers.Inject(vector.Settings(), context));

        var error = vector.Data.AsObject().ContainsKey("expect_propagation_error") ? vector.Text("expect_propagation_error") : given["tags"]?[PropagationTags.Error]?.GetValue<string>();
        Assert.Equal(error, context.GetTag(PropagationTags.Error));
    });

    /// <summary>The reference puts <c>t.tid</c> into tracestate; here, as in Datadog's .NET tracer, it is left out.</summary>
    internal static void CheckHeaders(VectorCase vector, Dictionary<string, string> headers)
    {
        var expect = Alike(vector.Map("expect_headers"));
        headers = Alike(headers);
        if (vector.Text("also_acceptable_tracestate") is { } other && headers.GetValueOrDefault("tracestate") == Members(other))
            expect["tracestate"] = Members(other);
        Assert.Equal(expect, headers);
    }

    // The reference leaves empty members behind in tracestate, escapes less in baggage, writes items there that no reader takes, and an empty
    // header when no item fits. What is left is what both say.
    private static Dictionary<string, string> Alike(Dictionary<string, string> headers)
    {
        var alike = new Dictionary<string, string>(headers);
        if (headers.TryGetValue("tracestate", out var state))
            alike["tracestate"] = Members(state);
        if (!headers.TryGetValue("baggage", out var text))
            return alike;
        var items = text.Split(',').Where(i => i.IndexOf('=', StringComparison.Ordinal) > 0 && !i.EndsWith('=')).Select(Unescape).ToList();
        if (items.Count > 0)
            alike["baggage"] = string.Join('\n', items);
        else
            alike.Remove("baggage");
        return alike;

        static string Unescape(string item) => string.Join('\t', item.Split('=', 2).Select(Uri.UnescapeDataString));
    }

    private static string Members(string state) => string.Join(',', state.Split(',').Where(m => m.Length > 0));
}
