using System.Text;
using System.Text.Json;
using DdRun.Json;
using JsonReader = DdRun.Json.JsonReader;

namespace DdRun.Runtime.Tests.Json;

/// <summary>Held against System.Text.Json, which is a JSON reader of the target's and not of ours.</summary>
public class JsonReaderTests
{
    private static readonly string[] s_texts =
    [
        "{}", "[]", " [ ] ", "null", "true", "false", "0", "-0", "12", "-1.5e3", "1E+2", "1e-7", "0.25", "\"\"", "\"a\\\"b\\\\c\\/\\b\\f\\n\\r\\t\"",
        "\"\\u00e9\\uD83D\\ude00\"", "\"é😀\"", "{\"a\":1,\"a\":2}", "{\"a\":{\"b\":[1,\"two\",null,{\"c\":false}]},\"d\":[]}", "[[[[[[]]]]]]", "\t\r\n{ \"a\" : [ 1 , 2 ] }\n",
        "", " ", "{", "}", "[", "[1", "[1,", "[1,]", "[,1]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{'a':1}", "\"", "\"a", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "\"\n\"",
        "01", "1.", ".5", "1e", "1e+", "-", "+1", "--1", "nul", "nulll", "tru", "truefalse", "{} {}", "[1] x", "OK", "\u00ff", "{\"rate_by_service\": [", "1 2",
    ];

    [Fact]
    public void It_reads_what_others_read_and_refuses_what_others_refuse()
    {
        foreach (var text in s_texts)
        {
            var json = Encoding.UTF8.GetBytes(text);
            Assert.True(Expected(json, out var expected) == JsonReader.TryRead(json, out var value), text);
            if (expected is not null)
                Assert.True(expected == Written(value), text);
        }
    }

    [Fact]
    public void Half_a_text_is_never_read()
    {
        var json = Encoding.UTF8.GetBytes("{\"a\":[true,null,{\"b\":\"\\u00e9\\n\"},-1.5e3],\"c\":{}}");
        for (var length = 0; length < json.Length; length++)
            Assert.False(JsonReader.TryRead(json.AsSpan(0, length), out _), length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(JsonReader.TryRead(json, out _));
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(1_000_000, false)]
    public void Nesting_has_a_bound(int depth, bool isRead) =>
        Assert.Equal(isRead, JsonReader.TryRead(Encoding.ASCII.GetBytes(new string('[', depth) + new string(']', depth)), out _));

    [Fact]
    public void What_the_writer_writes_others_read()
    {
        var text = "quote \" back \\ slash / new\nline \u0001 é 😀 " + '\ud800' + " <&'>";
        var json = new JsonWriter().BeginObject().Name("t\"").Value(text).Name("n").Value((string?)null).Name("list").BeginList().Value(1L).Value(2.5).Value(true)
            .BeginObject().EndObject().BeginList().EndList().EndList().Name("e").Value(1e300).Name("nan").Value(double.NaN).EndObject().ToString();
        using var document = JsonDocument.Parse(json);
        Assert.Equal(text.Replace('\ud800', '\ufffd'), document.RootElement.GetProperty("t\"").ToString());
        Assert.Equal(json, Written(JsonReader.ReadObject(Encoding.UTF8.GetBytes(json))));
    }

    private static bool Expected(byte[] json, out string? written)
    {
        written = null;
        try
        {
            using var document = JsonDocument.Parse(json);
            written = Written(Plain(document.RootElement));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static object? Plain(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new JsonObject();
                foreach (var member in element.EnumerateObject())
                    members.Set(member.Name, Plain(member.Value));
                return members;
            case JsonValueKind.Array:
                return element.EnumerateArray().Select(Plain).ToList();
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.Number:
                return element.GetDouble();
            case JsonValueKind.Null:
                return null;
            default:
                return element.ValueKind == JsonValueKind.True;
        }
    }

    private static string Written(object? value)
    {
        var json = new JsonWriter();
        Write(json, value);
        return json.ToString();
    }

    private static void Write(JsonWriter json, object? value)
    {
        switch (value)
        {
            case JsonObject members:
                json.BeginObject();
                foreach (var (name, member) in members)
                    Write(json.Name(name), member);
                json.EndObject();
                break;
            case List<object?> items:
                json.BeginList();
                items.ForEach(item => Write(json, item));
                json.EndList();
                break;
            case bool flag:
                json.Value(flag);
                break;
            case double number:
                json.Value(number);
                break;
            default:
                json.Value((string?)value);
                break;
        }
    }
}
