using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DdRun.Runtime.Tests.Vectors;

/// <summary>Calls of the reference's dynamic API, as a C# program makes them. The one place where the two languages differ in spelling.</summary>
internal static class DotNetCalls
{
    public static void Make(Span span, JsonArray call)
    {
        var method = call[0]!.GetValue<string>();
        switch (method)
        {
            case "set_tag":
                SetTag(span, Key(call[1]!), call.Count > 2 ? call[2] : null);
                break;
            case "set_tags":
                foreach (var (key, value) in call[1]!.AsObject())
                    SetTag(span, key, value);
                break;
            case "set_metric":
                SetMetric(span, Key(call[1]!), call.Count > 2 ? call[2] : null);
                break;
            case "set_metrics":
                foreach (var (key, value) in call[1]!.AsObject())
                    SetMetric(span, key, value);
                break;
            case "remove_tag":
                span.SetTag(Key(call[1]!), null);
                break;
            case "remove_metric":
                span.SetMetric(Key(call[1]!), null);
                break;
            default:
                Assert.Fail($"Nobody has said how {method} is called here.");
                break;
        }
    }

    /// <summary>Texts that the reference makes of values, as .NET makes them: booleans in lower case, and no tag at all for null.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Expected(Dictionary<string, string> meta, JsonArray calls) =>
        from tag in meta
        where tag.Value != "None" || !calls.Any(c => IsNull(c, tag.Key))
        select KeyValuePair.Create(tag.Key, tag.Value is "True" or "False" && calls.Any(HasBoolean) ? tag.Value.ToLowerInvariant() : tag.Value);

    public static double Number(JsonNode node) => Value(node) switch
    {
        long number => number,
        double number => number,
        System.Numerics.BigInteger number => (double)number,
        var other => throw new InvalidDataException($"{other} is no number"),
    };

    private static bool IsNull(JsonNode? call, string key) => call![0]!.GetValue<string>() switch
    {
        "set_tag" => Key(call[1]!) == key && call.AsArray().ElementAtOrDefault(2) == null,
        "set_tags" => call[1]!.AsObject().TryGetPropertyValue(key, out var value) && value == null,
        _ => false,
    };

    private static bool HasBoolean(JsonNode? call) =>
        call!.AsArray().Any(IsBoolean) || call.AsArray().OfType<JsonObject>().Any(o => o.Any(p => IsBoolean(p.Value)));

    private static bool IsBoolean(JsonNode? node) => node?.GetValueKind() is JsonValueKind.True or JsonValueKind.False;

    // Python takes bytes for a key as well.
    private static string Key(JsonNode node) => node is JsonObject bytes ? bytes["$bytes"]!.GetValue<string>() : node.GetValue<string>();

    /// <summary>A key without a value is the short form of one that is on.</summary>
    public static void SetTag(Span span, string key, JsonNode? value) => span.SetTag(key, Value(value));

    // SetMetric takes numbers only, so a caller converts text, or has no call to make.
    private static void SetMetric(Span span, string key, JsonNode? value)
    {
        switch (Value(value))
        {
            case string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed):
                span.SetMetric(key, parsed);
                break;
            case bool flag:
                span.SetMetric(key, flag ? 1 : 0);
                break;
            case long number:
                span.SetMetric(key, number);
                break;
            case double number:
                span.SetMetric(key, number);
                break;
            case System.Numerics.BigInteger number:
                span.SetMetric(key, (double)number);
                break;
        }
    }

    private static object? Value(JsonNode? node) => node switch
    {
        null => null,
        JsonArray list => list.Select(Value).ToList(),
        JsonObject o when o["$int"] is { } number => Integer(number.GetValue<string>()),
        JsonObject o when o["$float"] is { } number => Float(number.GetValue<string>()),
        JsonObject o when o["$bytes"] is { } bytes => System.Text.Encoding.UTF8.GetBytes(bytes.GetValue<string>()),
        JsonObject o when o["$object"] is { } text => new Described(text.GetValue<string>()),
        JsonObject map => map.ToDictionary(p => p.Key, p => Value(p.Value)),
        _ => Scalar(node),
    };

    private static double Float(string text) => text.TrimStart('+', '-').ToLowerInvariant() is "inf" or "infinity"
        ? text.StartsWith('-') ? double.NegativeInfinity : double.PositiveInfinity
        : double.Parse(text, CultureInfo.InvariantCulture);

    private static object Scalar(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.String => node.GetValue<string>(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ when node.ToJsonString().AsSpan().ContainsAny('.', 'e', 'E') => node.GetValue<double>(),
        _ => Integer(node.ToJsonString()),
    };

    private static object Integer(string text) =>
        long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? (object)number : System.Numerics.BigInteger.Parse(text, CultureInfo.InvariantCulture);

    /// <summary><c>ToString() =&gt; text</c>, or <c>ToString() throws</c>.</summary>
    private sealed class Described(string description)
    {
        public override string ToString() => description.Split("=> ") is [_, var text] && !text.StartsWith("throw", StringComparison.Ordinal)
            ? text
            : throw new InvalidOperationException(description);
    }
}
