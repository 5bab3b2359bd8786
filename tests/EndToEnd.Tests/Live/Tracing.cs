using System.Text.Json;

namespace DdRun.EndToEnd.Tests.Live;

public class Tracing
{
    [Theory]
    [InlineData("static", "Observed.Shapes.Checkout(Cart cart, string customer)")]
    [InlineData("instance", "Observed.Shapes.Rename(string name)")]
    [InlineData("generic", "Observed.Box.Join(T one, TOther other) × 2")]
    [InlineData("task", "Observed.Shapes.Fetch(string key, CancellationToken stop)")]
    [InlineData("valuetask", "Observed.Shapes.Ask(int milliseconds)")]
    [InlineData("constructor", "Observed.Shapes..ctor(string name) × 2")]
    [InlineData("lambda", "Observed.Shapes.Lambda()")]
    [InlineData("local", "Observed.Shapes.Outer(int number)")]
    [InlineData("explicit", "Observed.Shapes.Observed.ICounter.Count(string word)")]
    [InlineData("struct", "Observed.Shapes.Struct()")]
    [InlineData("iterator", "Observed.Shapes.Range(int count)")]
    [InlineData("fails", "Observed.Shapes.Fail(string why)")]
    public async Task Each_shape_of_method_is_found_below_its_caller(string call, string callee)
    {
        using var app = await ObservedApp.Start();
        using var client = await LiveClient.Open(app.Process.Id);
        var trace = await client.Observe("trace", "Observed.Shapes.Call", "\"depth\":1");
        await app.Do("call " + call);
        var tree = (await client.Events(trace, 1))[0].GetProperty("tree");
        Assert.Equal("Observed.Shapes.Call(string shape)", tree.GetProperty("method").GetString());
        Assert.Contains(callee, Children(tree).Select(Name));
        Assert.All(All(tree), Adds);
    }

    [Fact]
    public async Task Callees_are_woven_level_by_level_through_interfaces_and_loops_are_folded()
    {
        using var app = await ObservedApp.Start();
        using var client = await LiveClient.Open(app.Process.Id);
        var trace = await client.Observe("trace", "Observed.Tree.Order");
        await app.Do("call tree", "call tree");
        foreach (var shown in await client.Events(trace, 2))
            Assert.Equal("Order(Check(Deep),Take × 3,Pay(Round))", Short(shown.GetProperty("tree")));
        var ended = await client.Stop(trace);
        Assert.Equal(6, ended.GetProperty("restored").GetInt32());
    }

    [Fact]
    public async Task The_depth_and_the_shortest_time_are_those_that_were_asked_for()
    {
        using var app = await ObservedApp.Start();
        using var client = await LiveClient.Open(app.Process.Id);
        var flat = await client.Observe("trace", "Observed.Tree.Order", "\"depth\":1");
        var slow = await client.Observe("trace", "Observed.Tree.Check", "\"minNs\":2000000000");
        await app.Do("call tree");
        Assert.Equal("Order(Check,Take × 3,Pay)", Short((await client.Events(flat, 1))[0].GetProperty("tree")));
        var ended = await client.Stop(slow);
        Assert.Equal((1, 0), (ended.GetProperty("seen").GetInt32(), ended.GetProperty("shown").GetInt32()));
    }

    [Fact]
    public async Task A_method_is_counted_and_timed()
    {
        using var app = await ObservedApp.Start();
        using var client = await LiveClient.Open(app.Process.Id);
        var monitor = await client.Observe("monitor", "Observed.Shapes.Fail*", "\"intervalMs\":3600000");
        await app.Do("times 7 fails", "times 3 failsLater");
        var ended = await client.Stop(monitor);
        Assert.Equal(10, ended.GetProperty("seen").GetInt32());
        var methods = (await client.Events(monitor, 2)).ToDictionary(one => one.GetProperty("method").GetString()!);
        Assert.Equal((7, 7), Counts(methods["Observed.Shapes.Fail(string why)"]));
        Assert.Equal((3, 3), Counts(methods["Observed.Shapes.FailLater(string why)"]));
        Assert.All(methods.Values, one => Assert.True(Number(one, "p50Ns") <= Number(one, "p99Ns") && Number(one, "p99Ns") <= Number(one, "maxNs") && Number(one, "meanNs") > 0, one.ToString()));
    }

    [Fact]
    public async Task Callers_are_counted_by_their_way()
    {
        using var app = await ObservedApp.Start();
        using var client = await LiveClient.Open(app.Process.Id);
        var stack = await client.Observe("stack", "Observed.Shapes.Twice");
        await app.Do("times 5 property");
        await client.Stop(stack);
        var stacks = (await client.Events(stack, 1))[^1].GetProperty("stacks").EnumerateArray().ToArray();
        Assert.Equal(5, stacks.Sum(one => one.GetProperty("count").GetInt32()));
        var frames = stacks[0].GetProperty("frames").EnumerateArray().Select(frame => frame.GetString()!).ToArray();
        Assert.StartsWith("Observed.Shapes.Twice(int number)", frames[0], StringComparison.Ordinal);
        Assert.StartsWith("Observed.Shapes.get_Doubled()", frames[1], StringComparison.Ordinal);
        Assert.StartsWith("Observed.Shapes.Call(string shape) in ", frames[2], StringComparison.Ordinal);
    }

    private static (int Calls, int Failed) Counts(JsonElement shown) => ((int)Number(shown, "calls"), (int)Number(shown, "failed"));

    private static long Number(JsonElement of, string name) => of.GetProperty(name).GetInt64();

    private static JsonElement.ArrayEnumerator Children(JsonElement node) => node.GetProperty("children").EnumerateArray();

    private static IEnumerable<JsonElement> All(JsonElement node) => Children(node).SelectMany(All).Prepend(node);

    private static string Name(JsonElement node) => node.GetProperty("method").GetString() + Times(node);

    private static string Times(JsonElement node) => Number(node, "calls") is > 1 and var calls ? $" × {calls}" : "";

    // No node's own time and its children's are more than all of it.
    private static void Adds(JsonElement node)
    {
        var inside = Children(node).Sum(child => Number(child, "totalNs"));
        Assert.Equal(Math.Max(0, Number(node, "totalNs") - inside), Number(node, "selfNs"));
    }

    private static string Short(JsonElement node)
    {
        var name = node.GetProperty("method").GetString()!;
        name = name[..name.IndexOf('(', StringComparison.Ordinal)];
        var children = Children(node).Select(Short).ToArray();
        return name[(name.LastIndexOf('.') + 1)..] + (children.Length == 0 ? "" : $"({string.Join(",", children)})") + Times(node);
    }
}
