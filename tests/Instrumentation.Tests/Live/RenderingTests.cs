using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using DdRun.Instrumentation.Live.Rendering;
using DdRun.Json;

namespace DdRun.Instrumentation.Tests.Live;

public class RenderingTests
{
    private const string Here = "DdRun.Instrumentation.Tests.Live.RenderingTests+";

    public static TheoryData<object?, string> Scalars => new()
    {
        { null, "null" },
        { true, "true" },
        { 'x', "\"x\"" },
        { "a \"b\" \\ \n", "\"a \\\"b\\\" \\\\ \\u000a\"" },
        { "\uD800", "\"\uFFFD\"" },
        { "🥪", "\"🥪\"" },
        { (sbyte)-1, "-1" },
        { ulong.MaxValue, "18446744073709551615" },
        { 12.50m, "12.50" },
        { 0.1, "0.1" },
        { 1e300, "1E+300" },
        { double.NaN, "\"NaN\"" },
        { double.NegativeInfinity, "\"-Infinity\"" },
        { float.PositiveInfinity, "\"Infinity\"" },
        { DayOfWeek.Friday, "\"Friday\"" },
        { new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), "\"2026-01-02T03:04:05.0000000Z\"" },
        { TimeSpan.FromMinutes(90), "\"01:30:00\"" },
        { Guid.Empty, "\"00000000-0000-0000-0000-000000000000\"" },
        { new Uri("http://a/b"), "\"http://a/b\"" },
        { typeof(List<int>), "\"List<int>\"" },
        { new StringBuilder("text"), "\"text\"" },
        { new InvalidOperationException("why"), "{\"$type\":\"System.InvalidOperationException\",\"Message\":\"why\"}" },
        { new Exploding(), "{\"$type\":\"" + Here + "Exploding\",\"Message\":\"(its message throws System.NotSupportedException)\"}" },
        { CancellationToken.None, "{\"$type\":\"System.Threading.CancellationToken\"}" },
        { new Func<int>(() => 1), "{\"$type\":\"Func<int>\"}" },
        { Task.CompletedTask, "{\"$type\":\"System.Threading.Tasks.Task\",\"Status\":\"RanToCompletion\"}" },
    };

    [Theory]
    [MemberData(nameof(Scalars))]
    public void Each_value_is_written_as_people_know_it(object? value, string expected) => Assert.Equal(expected, Render(value));

    public static TheoryData<object, string> Collections => new()
    {
        { new[] { 1, 2, 3 }, "{\"$type\":\"int[]\",\"$count\":3,\"$items\":[1,2,3]}" },
        { new List<string> { "a" }, "{\"$type\":\"List<string>\",\"$count\":1,\"$items\":[\"a\"]}" },
        { Enumerable.Range(0, 12).ToList(), "{\"$type\":\"List<int>\",\"$count\":12,\"$items\":[0,1,2,3,4,5,6,7,8,9]}" },
        { new HashSet<int> { 5 }, "{\"$type\":\"HashSet<int>\",\"$count\":1,\"$items\":[5]}" },
        { new Queue<int>([1]), "{\"$type\":\"Queue<int>\",\"$count\":1,\"$items\":[1]}" },
        { new Dictionary<string, int> { ["a"] = 1 }, "{\"$type\":\"Dictionary<string, int>\",\"$count\":1,\"$items\":[{\"key\":\"a\",\"value\":1}]}" },
        { new Dictionary<string, string> { ["apiKey"] = "x", ["city"] = "Ulm" }, "{\"$type\":\"Dictionary<string, string>\",\"$count\":2,\"$items\":[{\"key\":\"apiKey\",\"value\":\"‹redacted›\"},{\"key\":\"city\",\"value\":\"Ulm\"}]}" },
        { new System.Collections.Hashtable { ["a"] = 1 }, "{\"$type\":\"System.Collections.Hashtable\",\"$count\":1,\"$items\":[{\"key\":\"a\",\"value\":1}]}" },
        { ImmutableArray.Create(1, 2), "{\"$type\":\"ImmutableArray<int>\",\"$count\":2,\"$items\":[1,2]}" },
        { default(ImmutableArray<int>), "{\"$type\":\"ImmutableArray<int>\",\"$error\":\"System.NullReferenceException\"}" },
        { (IReadOnlyList<string>)[.. new[] { "a", "b" }], "{\"$type\":\"IReadOnlyList<string>\",\"$count\":2,\"$items\":[\"a\",\"b\"]}" },
        { (IEnumerable<int>)[7], "{\"$type\":\"IReadOnlyList<int>\",\"$count\":1,\"$items\":[7]}" },
        { new int[2, 2], "{\"$type\":\"int[,]\",\"$count\":4,\"$items\":[]}" },
        { new List<Node> { new() }, "{\"$type\":\"List<Node>\",\"$count\":1,\"$items\":[{\"$type\":\"" + Here + "Node\"}]}" },
    };

    [Theory]
    [MemberData(nameof(Collections))]
    public void Collections_show_their_count_and_the_first_ten(object value, string expected) => Assert.Equal(expected, Render(value));

    [Fact]
    public void Objects_show_fields_and_automatic_properties_and_run_no_getter()
    {
        Assert.Equal("{\"$type\":\"" + Here + "Plain\",\"_number\":7,\"Name\":\"x\",\"Inherited\":null}", Render(new Plain { Name = "x" }));
        Assert.Equal(0, Plain.Runs);
        Assert.Contains("\"Dear\":{\"$error\":\"System.NotSupportedException: ran\"}", Render(new Plain(), new RenderOptions(1, Getters: true)), StringComparison.Ordinal);
        Assert.Equal(1, Plain.Runs);
    }

    [Fact]
    public void Parameters_of_primary_constructors_go_by_their_names() => Assert.Equal("{\"$type\":\"" + Here + "Primary\",\"total\":3}", Render(new Primary(3)));

    [Fact]
    public void What_the_target_enumerates_itself_is_not_enumerated()
    {
        Assert.Equal("{\"$type\":\"" + Here + "Own\",\"_items\":{\"$type\":\"int[]\"}}", Render(new Own()));
        Assert.Equal(0, Own.Runs);
    }

    [Fact]
    public void Levels_are_as_many_as_asked_and_cycles_end()
    {
        var node = new Node { Next = new Node { Next = new Node() } };
        Assert.Equal(Type("Node"), Render(node, new RenderOptions(0)));
        Assert.Equal($"{{\"$type\":\"{Here}Node\",\"Next\":{Type("Node")}}}", Render(node));
        Assert.Equal($"{{\"$type\":\"{Here}Node\",\"Next\":{{\"$type\":\"{Here}Node\",\"Next\":{Type("Node")}}}}}", Render(node, new RenderOptions(2)));
        var ring = new Node();
        ring.Next = ring;
        Assert.Equal($"{{\"$type\":\"{Here}Node\",\"Next\":{{\"$type\":\"{Here}Node\",\"$cycle\":true}}}}", Render(ring, new RenderOptions(5)));
    }

    [Fact]
    public void Long_texts_are_cut_where_no_character_breaks()
    {
        Assert.Equal("\"" + new string('a', 200) + "…\"", Render(new string('a', 1000)));
        Assert.Equal("\"" + new string('a', 199) + "…\"", Render(new string('a', 199) + "🥪🥪"));
    }

    [Fact]
    public void However_much_there_is_the_text_stays_short()
    {
        // A thousand million objects, if all were shown.
        object tree = "leaf";
        for (var i = 0; i < 9; i++)
        {
            var inner = tree;
            tree = Enumerable.Range(0, 10).Select(_ => inner).ToList();
        }
        Assert.InRange(Render(tree, new RenderOptions(RenderOptions.MostLevels)).Length, 100, 3 * JsonLength.Enough);
    }

    [Theory]
    [InlineData("password", true)]
    [InlineData("userPassword", true)]
    [InlineData("API_KEY", true)]
    [InlineData("x-api-key", true)]
    [InlineData("AccessToken", true)]
    [InlineData("Authorization", true)]
    [InlineData("connectionString", true)]
    [InlineData("pin", true)]
    [InlineData("spinner", false)]
    [InlineData("name", false)]
    [InlineData("author", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Names_of_secrets_are_known(string? name, bool isSecret)
    {
        Assert.Equal(isSecret, SecretNames.Contain(name));
        Assert.Equal(isSecret ? "\"‹redacted›\"" : "\"x\"", Render("x", name: name));
        Assert.Equal("\"x\"", Render("x", new RenderOptions(ShowSecrets: true), name));
        // What tells nothing is shown.
        Assert.Equal("true", Render(true, name: name));
    }

    [Theory]
    [InlineData(typeof(int), "int")]
    [InlineData(typeof(int?), "int?")]
    [InlineData(typeof(string[][]), "string[][]")]
    [InlineData(typeof(Dictionary<string, List<Uri>>), "Dictionary<string, List<Uri>>")]
    [InlineData(typeof(Node), Here + "Node")]
    [InlineData(typeof(Outer<int>.Inner<string>), "RenderingTests+Outer<int>+Inner<string>")]
    [InlineData(typeof(List<>), "List<T>")]
    public void Types_are_written_as_in_code(Type type, string expected) => Assert.Equal(expected, TypeNames.Of(type));

    private static string Type(string name) => $"{{\"$type\":\"{Here}{name}\"}}";

    private static string Render(object? value, RenderOptions? options = null, string? name = null)
    {
        var json = new JsonWriter();
        new ValueRenderer(options ?? new()).Write(json, value, name);
        return json.ToString();
    }

    private sealed class Exploding : Exception
    {
        public override string Message => throw new NotSupportedException();
    }

    private class Ancestor
    {
        public string? Inherited { get; set; }
    }

    private sealed class Plain : Ancestor
    {
        public static int Runs;
        private readonly int _number = 7;

        public string? Name { get; init; }
        public int Dear => _number + Interlocked.Increment(ref Runs) > 0 ? throw new NotSupportedException("ran") : 0;
    }

    private sealed class Primary(int total)
    {
        public int Twice() => 2 * total;
    }

    private sealed class Own : IEnumerable<int>
    {
        public static int Runs;
        private readonly int[] _items = [1];

        public IEnumerator<int> GetEnumerator()
        {
            Runs++;
            return ((IEnumerable<int>)_items).GetEnumerator();
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class Node
    {
        public Node? Next { get; set; }
    }

    private static class Outer<T>
    {
        public sealed class Inner<TInner>
        {
            public T? First { get; set; }
            public TInner? Second { get; set; }
        }
    }
}
