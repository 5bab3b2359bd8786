using System.Text.Json;

namespace DdRun.EndToEnd.Tests.Live.Everywhere;

/// <summary>
/// Every command, one after another and some at a time, in one process of each kind, build, runtime, packing and way of starting: what they print is
/// compared with what the app has written down. Every pair of a kind and a build, and of a build and a way, is here;
/// <c>./build.sh test --live</c> runs all there is.
/// </summary>
public class EveryCommand
{
    private const string Bake = "Bakery.Oven.Bake(string bread, int place)";
    private static readonly string[] s_kinds = ["console", "worker", "web"], s_ways = ["untouched", "started", "attached"];

    private static readonly string[] s_corners =
    [
        "Bakery-net10.0-Release", "Bakery-net10.0-Debug-single-file", "Bakery-net10.0-Release-self-contained-single-file", "Bakery-net9.0-Debug-self-contained",
        "Bakery-net8.0-Release-self-contained-single-file",
    ];

    public static TheoryData<string, string, string> Rows()
    {
        var rows = new TheoryData<string, string, string>();
        var all = Environment.GetEnvironmentVariable("DD_RUN_LIVE_APPS")?.Split(' ');
        for (var app = 0; app < (all ?? s_corners).Length; app++)
        {
            for (var kind = 0; kind < s_kinds.Length; kind++)
            {
                for (var way = 0; way < s_ways.Length; way++)
                {
                    if (all is not null || (app + kind + way) % s_ways.Length == 0)
                        rows.Add((all ?? s_corners)[app], s_kinds[kind], s_ways[way]);
                }
            }
        }
        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Shows_what_the_app_did(string app, string kind, string way)
    {
        await using var rig = await Rig.Start();
        var target = rig.Executable(Repository.App(app, "Bakery"), [Rules.Rule("Bakery.Oven.Bake(*)", "bake")], kind);
        using var bakery = await BakeryApp.Start(way == "started" ? target : target.Plain);
        var process = $"{bakery.Process.Id}";
        // Nothing is baked for it, and the app has opened what it needs.
        Assert.Equal(kind == "web" && way == "started", (await bakery.Order((0, "oat", 0)))[0].IsListenedTo);
        var sockets = Remains.Sockets(bakery.Process.Id);
        if (way == "attached")
            await Attach(rig, process, "bake");
        var isTraced = way != "untouched";

        var listed = Assert.Single(await JsonCommand.Run("ps"), row => row.GetProperty("pid").GetInt32() == bakery.Process.Id);
        Assert.Equal(("Bakery", isTraced), (Text(listed, "name"), listed.GetProperty("traced").GetBoolean()));
        Assert.StartsWith(app.Split('-')[1]["net".Length..^1], Text(listed, "runtime"), StringComparison.Ordinal);
        Assert.False(listed.TryGetProperty("reason", out _), listed.ToString());

        var served = await Observe(bakery, process);
        Assert.All(served, order => Assert.Equal(kind == "web" && isTraced, order.IsListenedTo));

        var loaded = await JsonCommand.Run("loaded", "Bakery.Oven.*(*)", "--pid", process);
        Assert.Equal(isTraced, Assert.Single(loaded, method => Text(method, "method") == "Bake(string bread, int place)").GetProperty("woven").GetBoolean());
        Assert.All(loaded, method => Assert.Equal("jitted", method.GetProperty("code").GetString()));
        Assert.DoesNotContain(loaded, method => method.TryGetProperty("observed", out _));
        await Explain(process, isTraced);
        await Rule(process, isTraced);
        if (isTraced)
            await rig.Agent.Spans.WaitFor(spans => spans.Count(span => span.Name == "bake") == served.Sum(order => order.Times("Bake")), "a span of each loaf");

        await Detach(bakery, process, isTraced);
        await Attach(rig, process, "again");
        var later = await bakery.Order((4, "oat", 2));
        Assert.Equal(kind == "web", later[0].IsListenedTo);
        await rig.Agent.Spans.WaitFor(spans => spans.Count(span => span.Name == "again") == later[0].Times("Bake"), "spans of the second time");
        await Detach(bakery, process, isTraced: true);
        if (!isTraced)
            await Remains.NoSocketBut(bakery.Process.Id, sockets);
        var last = (await bakery.Order((5, "rye", 1)))[0];
        Assert.Equal(("5: 1 rye for 3", false), (last.Result, last.IsListenedTo));
        await bakery.End();
    }

    // Four commands look at the same calls, each in its own way.
    private static async Task<Served[]> Observe(BakeryApp bakery, string process)
    {
        using var watch = await JsonCommand.Observe("watch", "Bakery.Shop.Order(*)", "-n", "3", "--pid", process);
        using var trace = await JsonCommand.Observe("trace", "Bakery.Shop.Order(*)", "-n", "3", "--pid", process);
        using var monitor = await JsonCommand.Observe("monitor", "Bakery.*.*(*)", "-i", "200ms", "--pid", process);
        using var stack = await JsonCommand.Observe("stack", "Bakery.Oven.Bake(*)", "-n", "3", "--pid", process);

        var served = await bakery.Order((1, "rye", 2), (2, "stone", 5), (3, "oat", 1));

        Assert.Equal("1 method put back; 3 calls seen, 3 shown", await watch.End());
        Assert.Equal(served.Length, watch.Rows.Length);
        foreach (var (order, shown) in served.Zip(watch.Rows))
            Matches(order, shown);

        Assert.EndsWith(" put back; 3 calls seen, 3 shown", await trace.End(), StringComparison.Ordinal);
        Assert.Equal(served.Select(order => order.Tree), trace.Rows.Select(row => Tree(row.GetProperty("tree"))));

        Assert.Equal("1 method put back; 3 calls seen, 3 shown", await stack.End());
        Assert.Equal(served.Sum(order => order.Times("Bake")), stack.Rows.Sum(row => Number(row, "count")));
        Assert.All(stack.Rows, row =>
        {
            var frames = row.GetProperty("frames").EnumerateArray().Select(frame => frame.GetString()!).ToArray();
            Assert.StartsWith(Bake, frames[0], StringComparison.Ordinal);
            Assert.StartsWith("Bakery.Shop.Order(", frames[1], StringComparison.Ordinal);
            Assert.Contains(frames, frame => frame.StartsWith("Bakery.Till.Serve(", StringComparison.Ordinal));
        });

        await monitor.WaitFor(rows => Calls(rows, "Shop.Order(") == served.Length, "all orders");
        monitor.Interrupt();
        Assert.EndsWith(" calls seen", await monitor.End(), StringComparison.Ordinal);
        foreach (var method in new[] { "Order", "Price", "Bake", "Wrap", "Fold" })
            Assert.Equal((method, served.Sum(order => order.Times(method))), (method, Calls(monitor.Rows, $".{method}(")));
        var failed = served.Count(order => order.Error is not null);
        Assert.Equal((failed, failed, 0), (Calls(monitor.Rows, ".Order(", "failed"), Calls(monitor.Rows, ".Price(", "failed"), Calls(monitor.Rows, ".Bake(", "failed")));
        return served;
    }

    private static void Matches(Served order, JsonElement shown)
    {
        var arguments = shown.GetProperty("args");
        Assert.Equal((order.Number, order.Line.GetProperty("bread").GetString(), order.Line.GetProperty("count").GetInt32()), (Number(arguments, "number"), Text(arguments, "bread"), Number(arguments, "count")));
        Assert.Equal(("Bakery.Shop", "Ulm"), (Text(shown.GetProperty("this"), "$type"), Text(shown.GetProperty("this"), "Town")));
        Assert.InRange(shown.GetProperty("durationNs").GetInt64(), 1, order.Elapsed);
        if (order.Error is null)
        {
            Assert.Equal(order.Result, Text(shown, "result"));
            return;
        }
        var exception = shown.GetProperty("exception");
        Assert.Equal((order.Error, order.Message), (Text(exception, "type"), Text(exception, "message")));
        Assert.Contains("at Bakery.Shop.Order(", Text(exception, "stack"), StringComparison.Ordinal);
    }

    private static async Task Explain(string process, bool isTraced)
    {
        var explained = await LiveCommand.Run("explain", "Bakery.Oven.Bake", "--pid", process);
        Assert.Equal((0, ""), (explained.ExitCode, explained.Errors));
        Assert.Contains($"\n  {(isTraced ? "✓" : "–")} {Bake}  ", explained.Output, StringComparison.Ordinal);
    }

    private static async Task Rule(string process, bool isTraced)
    {
        if (isTraced)
        {
            var own = Assert.Single(await JsonCommand.Run("rules", process), rule => Text(rule, "kind") == "own");
            Assert.Equal(("Bakery.Oven.Bake(*)", 1), (Text(own, "target"), Number(own, "methods")));
            return;
        }
        var refused = await LiveCommand.Run("rules", process);
        Assert.Equal((125, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("is not traced", refused.Errors, StringComparison.Ordinal);
    }

    private static async Task Attach(Rig rig, string process, string name)
    {
        var manifest = rig.Write(name + ".json", $$"""{ "instrument": [ {{Rules.Rule("Bakery.Oven.Bake(*)", name)}} ] }""");
        Assert.Equal(new TargetResult(0, "", $"dd-run: tracing process {process}\n"), await LiveCommand.Run("attach", process, "--manifest", manifest, "--agent-url", rig.Agent.Url));
    }

    private static async Task Detach(BakeryApp bakery, string process, bool isTraced)
    {
        // Where the app uses libraries that we know, their methods are woven as well.
        var said = isTraced ? "is not traced any more: [1-9][0-9]* methods? put back" : "is not traced by dd-run";
        var detached = await LiveCommand.Run("detach", process);
        Assert.Equal((0, ""), (detached.ExitCode, detached.Output));
        Assert.Matches($"^dd-run: process {process} {said}\n$", detached.Errors);
        Assert.DoesNotContain(await JsonCommand.Run("loaded", "Bakery.**.*(*)", "--pid", process), method => method.GetProperty("woven").GetBoolean());
        await Remains.NoThread(bakery.Process.Id);
    }

    private static int Calls(JsonElement[] rows, string method, string what = "calls") =>
        rows.Where(row => Text(row, "method")!.Contains(method, StringComparison.Ordinal)).Sum(row => Number(row, what));

    private static string Tree(JsonElement node)
    {
        var method = Text(node, "method")!.Split('(')[0].Split('.')[^1];
        var children = node.GetProperty("children").EnumerateArray().Select(Tree).ToArray();
        return method + (children.Length > 0 ? $"({string.Join(',', children)})" : "") + (Number(node, "calls") is > 1 and var calls ? $" × {calls}" : "");
    }

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();

    private static int Number(JsonElement row, string name) => row.GetProperty(name).GetInt32();
}
