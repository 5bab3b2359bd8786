using System.Text.Json;

namespace DdRun.EndToEnd.Tests.Live;

public class Commands
{
    private const string Checkout = "Observed.Shapes.Checkout";

    private static string Static(string customer) =>
        $$"""
        T  Observed.Shapes.Checkout(Cart cart, string customer)D  thread N
          cart      Observed.Cart { _password: ‹redacted›, Total: 12.5, Lines: List<Line> }
          customer  "{{customer}}"
          result    "{{customer}} pays 12.5"

        """;

    [Theory]
    [InlineData("untouched")]
    [InlineData("started")]
    [InlineData("attached")]
    public async Task Watch_shows_what_comes_in_and_goes_out(string how)
    {
        await using var rig = await Rig.Start();
        using var app = await ObservedApp.Start(rig, how);
        using var watch = await LiveCommand.Observe("watch", Checkout, "-n", "2", "--pid", $"{app.Process.Id}");

        await app.Do("call static", "call static");

        var result = await watch.Exit();
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal($"1 type, 1 method woven inD\n{Static("ann")}{Static("ann")}1 method put back; 2 calls seen, 2 shown\n", LiveCommand.Masked(result.Output));
        // And again: the way in is there already.
        using var again = await LiveCommand.Observe("watch", Checkout, "-n", "1", "--pid", $"{app.Process.Id}");
        await app.Do("call static");
        Assert.Equal($"1 type, 1 method woven inD\n{Static("ann")}1 method put back; 1 call seen, 1 shown\n", LiveCommand.Masked((await again.Exit()).Output));
        Assert.Empty((await app.End()).Errors);
    }

    [Fact]
    public async Task A_web_app_is_looked_into_while_it_serves()
    {
        await using var rig = await Rig.Start();
        using var counter = TargetProcess.Start(rig.Dotnet("Counter", []).Plain);
        var url = (await counter.Line("at "))["at ".Length..];
        using var client = new HttpClient();
        using var watch = await LiveCommand.Observe("watch", "Counter.Till.Count(*)", "item", "return", "-n", "2", "-p", $"{counter.Id}");
        using var trace = await LiveCommand.Observe("trace", "Counter.Till.Count(*)", "-n", "1", "-p", $"{counter.Id}");

        using var stack = await LiveCommand.Observe("stack", "Counter.Till.Count(*)", "-n", "1", "-p", $"{counter.Id}");

        var answers = new[] { await client.GetStringAsync(new Uri(url + "/count/rye")), await client.GetStringAsync(new Uri(url + "/count/oat")) };

        Assert.Equal(["rye: 1", "oat: 2"], answers);
        Assert.Equal(
            """
            1 type, 1 method woven inD
            T  Counter.Till.Count(string item)D  thread N
              item    "rye"
              return  "rye: 1"
            T  Counter.Till.Count(string item)D  thread N
              item    "oat"
              return  "oat: 2"
            1 method put back; 2 calls seen, 2 shown

            """,
            LiveCommand.Masked((await watch.Exit()).Output));
        Assert.Matches(@"Counter\.Till\.Count\(string item\)\n.*└─ Counter\.Till\.Add\(\)\n", (await trace.Exit()).Output);
        // Among its callers is a delegate that was compiled at run time.
        Assert.Contains("\n1 ×\n  Counter.Till.Count(string item)", (await stack.Exit()).Output, StringComparison.Ordinal);
        counter.Signal(TargetProcess.Terminate);
        var result = await counter.Exit();
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
    }

    [Fact]
    public async Task Watch_shows_objects_as_deep_as_it_is_told()
    {
        using var app = await ObservedApp.Start();
        using var watch = await LiveCommand.Observe("watch", Checkout, "-x", "3", "-n", "1", "-p", $"{app.Process.Id}");
        await app.Do("call static");
        Assert.Contains("""Lines: List<Line>(1) [Observed.Line { """, (await watch.Exit()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_shows_expressions_and_only_calls_for_which_a_condition_holds()
    {
        using var app = await ObservedApp.Start();
        using var watch = await LiveCommand.Observe("watch", Checkout, "cart.Total", "return", "--if", "customer == \"bob\"", "-n", "1", "-p", $"{app.Process.Id}");
        await app.Do("call static", "call cheap");
        Assert.Equal(
            """
            1 type, 1 method woven inD
            T  Observed.Shapes.Checkout(Cart cart, string customer)D  thread N
              cart.Total  1
              return      "bob pays 1"
            1 method put back; 1 call seen, 1 shown

            """,
            LiveCommand.Masked((await watch.Exit()).Output));
    }

    [Fact]
    public async Task Watch_shows_exceptions()
    {
        using var app = await ObservedApp.Start();
        using var watch = await LiveCommand.Observe("watch", "Observed.Shapes.Fail", "-n", "1", "-p", $"{app.Process.Id}");
        await app.Do("call fails");
        var output = (await watch.Exit()).Output;
        Assert.Contains("  why  \"because\"\n  ✗ System.InvalidOperationException: because\n    at Observed.Shapes.Fail(String why)", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_gives_programs_one_object_a_call()
    {
        using var app = await ObservedApp.Start();
        using var watch = TargetProcess.Start(LiveCommand.Of("watch", Checkout, "--json", "-n", "3", "-p", $"{app.Process.Id}"));
        // What is said around the events goes to standard error, which is not read line by line here.
        while (watch.Lines.Items.Count < 3)
            await app.Do("call static");

        var result = await watch.Exit();

        Assert.Matches("^1 type, 1 method woven in [0-9]+ ms\n1 method put back; [0-9,]+ calls seen, 3 shown\n$", result.Errors);
        var calls = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(3, calls.Length);
        Assert.All(calls, call =>
        {
            Assert.Equal("ann pays 12.5", call.GetProperty("result").GetString());
            Assert.Equal("ann", call.GetProperty("args").GetProperty("customer").GetString());
            Assert.True(call.GetProperty("durationNs").GetInt64() >= 0);
            Assert.Equal(["time", "method", "thread", "durationNs", "args", "result"], call.EnumerateObject().Select(member => member.Name).Where(name => name != "threadName"));
        });
    }

    [Fact]
    public async Task Monitor_counts_calls_and_failures()
    {
        using var app = await ObservedApp.Start();
        using var monitor = TargetProcess.Start(LiveCommand.Of("monitor", "Observed.Shapes.*(*)", "-i", "200ms", "--json", "-p", $"{app.Process.Id}"));
        while (monitor.Lines.Items.Count == 0)
            await app.Do("call static");

        await app.Do("times 7 fails");
        await monitor.Lines.WaitFor(lines => Rows(lines, "Fail(").Sum(row => row.GetProperty("calls").GetInt32()) >= 7, "seven failures");
        monitor.Signal(TargetProcess.Interrupt);

        var result = await monitor.Exit();
        Assert.Equal(0, result.ExitCode);
        Assert.Matches("methods put back; [0-9,]+ calls seen\n$", result.Errors);
        var rows = Rows(monitor.Lines.Items, "Fail(").ToArray();
        Assert.Equal((7, 7), (rows.Sum(row => row.GetProperty("calls").GetInt32()), rows.Sum(row => row.GetProperty("failed").GetInt32())));
        Assert.All(rows.Where(row => row.GetProperty("calls").GetInt32() > 0), row => Assert.True(row.GetProperty("maxNs").GetInt64() >= row.GetProperty("p50Ns").GetInt64() / 2));
        Assert.Equal(0, Rows(monitor.Lines.Items, "Checkout(").Sum(row => row.GetProperty("failed").GetInt32()));
    }

    [Fact]
    public async Task Monitor_ends_by_itself_after_the_time_that_it_is_told()
    {
        using var app = await ObservedApp.Start();
        var result = await LiveCommand.Run("monitor", Checkout, "-i", "1h", "--for", "100ms", "-p", $"{app.Process.Id}");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.EndsWith("1 method put back; 0 calls seen\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stack_shows_who_calls_and_how_often()
    {
        using var app = await ObservedApp.Start();
        using var stack = await LiveCommand.Observe("stack", "Observed.Shapes.Twice", "-n", "3", "-p", $"{app.Process.Id}");
        await app.Do("times 3 property");
        var result = await stack.Exit();
        Assert.StartsWith("3 ×\n", result.Output[(result.Output.IndexOf('\n', StringComparison.Ordinal) + 1)..], StringComparison.Ordinal);
        Assert.Matches(@"Observed\.Shapes\.Twice\(.*\n  at Observed\.Shapes\.get_Doubled\(.*\n  at Observed\.Shapes\.Call\(", result.Output);
        Assert.EndsWith("1 method put back; 3 calls seen, 3 shown\n", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cart.Totals > 5", "^")]
    [InlineData("customer == \"bob\" && cart.Total >", "                                 ^")]
    public async Task A_mistake_in_a_condition_is_shown_where_it_is(string condition, string caret)
    {
        using var app = await ObservedApp.Start();
        var result = await LiveCommand.Run("watch", Checkout, "--if", condition, "-p", $"{app.Process.Id}");
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("dd-run: --if: ", result.Errors, StringComparison.Ordinal);
        Assert.EndsWith($"\n  {condition}\n  {caret}\n", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pattern_that_matches_nothing_is_told_in_one_sentence()
    {
        using var app = await ObservedApp.Start();
        var result = await LiveCommand.Run("watch", "Observed.Shapes.Chekout", "-p", $"{app.Process.Id}");
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Equal("dd-run: no method that is loaded is called Observed.Shapes.Chekout; did you mean Observed.Shapes.Checkout?\n", result.Errors);
    }

    [Fact]
    public async Task A_manifest_says_which_methods_are_meant()
    {
        await using var rig = await Rig.Start();
        using var app = await ObservedApp.Start();
        var process = $"{app.Process.Id}";
        var manifest = rig.Write("rules.json", $$"""
            { "instrument": [
                { "method": "Observed.Shapes.*", "name": "shape" },
                { "implements": "Observed.ICounter.Count" },
                { "method": "Observed.Shapes.Rename", "exclude": true },
                { "method": "{{Checkout}}(Cart, string)", "name": "checkout" }
            ] }
            """);
        var loaded = await LiveCommand.Run("loaded", "--manifest", manifest, "--json", "--pid", process);
        var methods = loaded.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("method").GetString()!).ToArray();
        Assert.Contains("Checkout(Cart cart, string customer)", methods);
        Assert.Contains(methods, method => method.Contains("Count(", StringComparison.Ordinal));
        Assert.DoesNotContain(methods, method => method.StartsWith("Rename(", StringComparison.Ordinal) || method.StartsWith("Join(", StringComparison.Ordinal));

        using var watch = await LiveCommand.Observe("watch", "Observed.Shapes.C*", "customer", "--manifest", manifest, "-n", "1", "-p", process, "--if", "customer == \"bob\"");
        using var all = await LiveCommand.Observe("monitor", "--manifest", manifest, "-i", "1h", "-p", process);
        await app.Do("call instance", "call static", "call cheap");
        Assert.Contains("  customer  \"bob\"\n", (await watch.Exit()).Output, StringComparison.Ordinal);
        all.Signal(TargetProcess.Interrupt);
        var rows = (await all.Exit()).Output;
        Assert.Matches(@" 2 .* Observed\.Shapes\.Checkout\(", rows);
        Assert.DoesNotContain("Rename", rows, StringComparison.Ordinal);

        var wrong = rig.Write("wrong.json", """{ "instrument": [ { "methodd": "X.Y" } ] }""");
        var refused = await LiveCommand.Run("watch", "--manifest", wrong, "-p", process);
        Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
        Assert.StartsWith($"dd-run: {wrong}(1,21): ", refused.Errors, StringComparison.Ordinal);
        var nothing = await LiveCommand.Run("trace", "Observed.Shapes.Rename", "--manifest", manifest, "-p", process);
        Assert.Equal((2, $"dd-run: no method that is loaded is meant both by Observed.Shapes.Rename and by the rules of {manifest}\n"), (nothing.ExitCode, nothing.Errors));
        Assert.Equal(2, (await LiveCommand.Run("stack", "--manifest", rig.Folder + "/none.json", "-p", process)).ExitCode);
    }

    [Fact]
    public async Task Several_processes_of_a_name_are_listed()
    {
        using var one = await ObservedApp.Start();
        using var other = await ObservedApp.Start();
        var result = await LiveCommand.Run("watch", Checkout, "--pid", "Observed");
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains($" {one.Process.Id}  ", result.Errors, StringComparison.Ordinal);
        Assert.Contains($" {other.Process.Id}  ", result.Errors, StringComparison.Ordinal);
    }

    private static IEnumerable<JsonElement> Rows(IEnumerable<string> lines, string method) =>
        lines.Select(line => JsonDocument.Parse(line).RootElement).Where(row => row.GetProperty("method").GetString()!.Contains(method, StringComparison.Ordinal));
}
