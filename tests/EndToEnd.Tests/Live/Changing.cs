using System.Text.Json;

namespace DdRun.EndToEnd.Tests.Live;

public class Changing
{
    private const string Checkout = "Observed.Shapes.Checkout";

    [Fact]
    public async Task Trace_shows_the_tree_below_a_call_with_loops_folded()
    {
        using var app = await ObservedApp.Start();
        using var trace = await LiveCommand.Observe("trace", "Observed.Tree.Order", "-n", "1", "-p", $"{app.Process.Id}");
        await app.Do("call tree");
        var lines = (await trace.Exit()).Output.Split('\n').Where(line => line.Contains("Observed.", StringComparison.Ordinal)).Select(line => line[(line.IndexOf("Observed.", StringComparison.Ordinal) - 3)..]).ToArray();
        Assert.StartsWith("  Observed.Tree.Order(int lines)", lines[0][1..], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("├─ Observed.Tree.Check(int lines)", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("└─ Observed.Tree.Deep(int lines)", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("├─ Observed.Stock.Take(int article)  × 3 (", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("└─ Observed.Tree.Pay(int sum)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rules_are_listed_added_and_cleared_and_spans_follow()
    {
        await using var rig = await Rig.Start();
        using var app = await ObservedApp.Start(rig, "started");
        var process = $"{app.Process.Id}";

        var listed = await LiveCommand.Run("rules", process, "--json");
        Assert.Equal((0, ""), (listed.ExitCode, listed.Errors));
        var own = Assert.Single(Rows(listed), rule => rule.GetProperty("kind").GetString() == "own");
        Assert.Equal(1, own.GetProperty("methods").GetInt32());

        var added = await LiveCommand.Run("rules", process, "--add", $$"""{ "method": "{{Checkout}}", "name": "checkout" }""");
        Assert.Equal(0, added.ExitCode);
        Assert.StartsWith("dd-run: 1 method changed in ", added.Errors, StringComparison.Ordinal);
        await app.Do("call static");
        await rig.Agent.Spans.WaitForAny(span => span.Name == "checkout", "a span of the new rule");

        var loaded = Assert.Single(Rows(await LiveCommand.Run("loaded", "Observed.Shapes.Checkout(*)", "--json", "--pid", process)));
        Assert.True(loaded.GetProperty("woven").GetBoolean());

        var cleared = await LiveCommand.Run("rules", process, "--clear", "--json");
        Assert.Equal(0, cleared.ExitCode);
        Assert.DoesNotContain(Rows(cleared), rule => rule.GetProperty("kind").GetString() == "own");
        loaded = Assert.Single(Rows(await LiveCommand.Run("loaded", "Observed.Shapes.Checkout(*)", "--json", "--pid", process)));
        Assert.False(loaded.GetProperty("woven").GetBoolean());
    }

    [Theory]
    [InlineData("""{ "method": "Observed.Shapes.Checkout", "nam": "x" }""", "\"nam\"", "nam")]
    [InlineData("{\n  \"method\": \"Observed.Shapes.Checkout\",\n  \"if\": \"carts.Total >\"\n}", "\"", "expected")]
    [InlineData("""{ "method": "Observed.Shapes.Checkout", """, "", "")]
    [InlineData("""{ "method": "Observed" }""", "Observed", "'Namespace.Type.Method'")]
    public async Task A_mistake_in_a_rule_that_is_added_is_shown_where_it_is(string rule, string at, string message)
    {
        await using var rig = await Rig.Start();
        using var app = await ObservedApp.Start(rig, "started");

        var added = await LiveCommand.Run("rules", $"{app.Process.Id}", "--add", rule);

        Assert.Equal((2, ""), (added.ExitCode, added.Output));
        Assert.StartsWith("dd-run: --add: ", added.Errors, StringComparison.Ordinal);
        Assert.Contains(message, added.Errors, StringComparison.Ordinal);
        if (added.Errors.TrimEnd('\n').Split('\n') is not [.., var text, var caret])
            throw new InvalidOperationException(added.Errors);
        Assert.Contains(text[2..], rule.Split('\n'));
        Assert.Equal('^', caret[^1]);
        Assert.StartsWith(at, text[(caret.Length - 1)..], StringComparison.Ordinal);
        await app.Do("call instance");
        await rig.Agent.Spans.WaitForAny(span => span.Name == "rename", "a span of the old rule");
    }

    [Fact]
    public async Task A_rule_is_added_also_where_the_process_began_with_a_mistake()
    {
        await using var rig = await Rig.Start();
        using var app = await ObservedApp.Start(rig.Dotnet("Observed", ["""{ "methodd": "X.Y" }""", Rules.Rule("Observed.Shapes.Rename", "rename")]));

        var added = await LiveCommand.Run("rules", $"{app.Process.Id}", "--add", $$"""{ "method": "{{Checkout}}", "name": "checkout" }""");

        Assert.StartsWith("dd-run: 1 method changed in ", added.Errors, StringComparison.Ordinal);
        await app.Do("call static");
        await rig.Agent.Spans.WaitForAny(span => span.Name == "checkout", "a span of the new rule");
    }

    [Fact]
    public async Task A_manifest_with_mistakes_changes_nothing()
    {
        await using var rig = await Rig.Start();
        using var app = await ObservedApp.Start(rig, "started");
        var wrong = rig.Write("wrong.json", """
            { "instrument": [
                { "method": "Observed.Shapes.Checkout", "nam": "x" }
            ] }
            """);

        var set = await LiveCommand.Run("rules", $"{app.Process.Id}", "--set", wrong);

        Assert.Equal((2, ""), (set.ExitCode, set.Output));
        Assert.Contains("wrong.json(2,", set.Errors, StringComparison.Ordinal);
        await app.Do("call instance");
        await rig.Agent.Spans.WaitForAny(span => span.Name == "rename", "a span of the old rule");
    }

    [Fact]
    public async Task A_process_that_was_only_looked_into_has_no_rules()
    {
        using var app = await ObservedApp.Start();
        var rules = await LiveCommand.Run("rules", $"{app.Process.Id}");
        Assert.Equal((125, ""), (rules.ExitCode, rules.Output));
        Assert.Contains("is not traced", rules.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Detach_puts_everything_back_and_attach_wakes_it()
    {
        await using var rig = await Rig.Start();
        using var app = await ObservedApp.Start(rig, "attached");
        var process = $"{app.Process.Id}";
        await app.Do("call instance");
        await rig.Agent.Spans.WaitForAny(span => span.Name == "rename", "a span");

        var detached = await LiveCommand.Run("detach", process);
        Assert.Equal(new TargetResult(0, "", $"dd-run: process {process} is not traced any more: 1 method put back\n"), detached);
        var loaded = Assert.Single(Rows(await LiveCommand.Run("loaded", "Observed.Shapes.Rename(*)", "--json", "--pid", process)));
        Assert.False(loaded.GetProperty("woven").GetBoolean());
        Assert.Equal(new TargetResult(0, "", $"dd-run: process {process} is not traced by dd-run\n"), await LiveCommand.Run("detach", process));

        var manifest = rig.Write("second.json", $$"""{ "instrument": [ {{Rules.Rule(Checkout, "again")}} ] }""");
        var attached = await LiveCommand.Run("attach", process, "--manifest", manifest, "--agent-url", rig.Agent.Url);
        Assert.Equal((0, $"dd-run: tracing process {process}\n"), (attached.ExitCode, attached.Errors));
        var span = rig.Agent.Spans.WaitForAny(span => span.Name == "again", "a span of the second time");
        while (!span.IsCompleted)
            await app.Do("call static");
        await span;
    }

    [Fact]
    public async Task Attach_a_second_time_changes_the_rules()
    {
        await using var rig = await Rig.Start();
        using var app = await ObservedApp.Start(rig, "attached");
        var manifest = rig.Write("second.json", $$"""{ "instrument": [ {{Rules.Rule(Checkout, "other")}} ] }""");

        var attached = await LiveCommand.Run("attach", $"{app.Process.Id}", "--manifest", manifest);

        Assert.Equal((0, ""), (attached.ExitCode, attached.Output));
        Assert.Matches($"^dd-run: process {app.Process.Id} was traced already, and has other rules now; 2 methods changed in [0-9]+ ms\n$", attached.Errors);
        await app.Do("call instance", "call static");
        await rig.Agent.Spans.WaitForAny(span => span.Name == "other", "a span of the new rule");
        Assert.DoesNotContain(rig.Agent.Spans.Items, span => span.Name == "rename");
    }

    [Fact]
    public async Task Attach_shows_traces_here_and_detaches_at_its_end()
    {
        await using var rig = await Rig.Start();
        using var app = await ObservedApp.Start();
        var manifest = rig.Write("rules.json", $$"""{ "instrument": [ {{Rules.Rule(Checkout, "looked-at")}} ] }""");
        using var attach = TargetProcess.Start(LiveCommand.Of("attach", $"{app.Process.Id}", "--local", "--manifest", manifest));
        while (!attach.Lines.Items.Any(line => line.Contains("looked-at", StringComparison.Ordinal)))
            await app.Do("call static");

        attach.Signal(TargetProcess.Interrupt);

        var result = await attach.Exit();
        Assert.Equal(0, result.ExitCode);
        Assert.EndsWith($"dd-run: process {app.Process.Id} is not traced any more: 1 method put back\n", result.Errors, StringComparison.Ordinal);
        var loaded = Assert.Single(Rows(await LiveCommand.Run("loaded", "Observed.Shapes.Checkout(*)", "--json", "--pid", $"{app.Process.Id}")));
        Assert.False(loaded.GetProperty("woven").GetBoolean());
    }

    [Fact]
    public async Task A_process_is_detached_from_also_when_the_command_that_shows_its_traces_is_killed()
    {
        await using var rig = await Rig.Start();
        using var app = await ObservedApp.Start();
        var manifest = rig.Write("rules.json", $$"""{ "instrument": [ {{Rules.Rule(Checkout, "looked-at")}} ] }""");
        using var attach = TargetProcess.Start(LiveCommand.Of("attach", $"{app.Process.Id}", "--local", "--manifest", manifest));
        while (!attach.Lines.Items.Any(line => line.Contains("looked-at", StringComparison.Ordinal)))
            await app.Do("call static");
        using var client = await LiveClient.OpenAgain(app.Process.Id);
        Assert.True((await client.Ask("status")).GetProperty("traced").GetBoolean());

        const int kill = 9;
        attach.Signal(kill);

        await client.HungUp();
        using var later = await LiveClient.OpenAgain(app.Process.Id);
        using var bound = new CancellationTokenSource(Recorder<string>.Bound);
        while ((await later.Ask("status")).GetProperty("traced").GetBoolean())
            bound.Token.ThrowIfCancellationRequested();
        await app.Do("call static");
    }

    [Fact]
    public async Task Explain_is_asked_of_the_process_itself()
    {
        await using var rig = await Rig.Start();
        using var app = await ObservedApp.Start(rig, "started");
        var explained = await LiveCommand.Run("explain", "Observed.Shapes.Rename", "--pid", $"{app.Process.Id}");
        Assert.Equal((0, ""), (explained.ExitCode, explained.Errors));
        Assert.Contains("✓ Observed.Shapes.Rename(string name)", explained.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_shows_code_as_it_was_and_as_it_is()
    {
        await using var rig = await Rig.Start();
        using var app = await ObservedApp.Start(rig, "started");
        var process = $"{app.Process.Id}";
        using var watch = TargetProcess.Start(LiveCommand.Of("watch", Checkout, "--json", "--pid", process));
        while (watch.Lines.Items.Count == 0)
            await app.Do("call static");

        var ruled = await Code("Observed.Shapes.Rename");
        Assert.True(ruled.GetProperty("woven").GetBoolean());
        Assert.Contains("DdRun.Probes.Probe::Enter", Text(ruled, "after"), StringComparison.Ordinal);
        Assert.DoesNotContain("DdRun", Text(ruled, "before"), StringComparison.Ordinal);
        var observed = await Code(Checkout);
        Assert.Equal((true, 1), (observed.GetProperty("woven").GetBoolean(), observed.GetProperty("observed").GetInt32()));
        Assert.Contains("LiveProbe::", Text(observed, "after"), StringComparison.Ordinal);
        Assert.DoesNotContain("DdRun.Probes.Probe::Enter", Text(observed, "after"), StringComparison.Ordinal);
        var text = await LiveCommand.Run("explain", "Observed.Shapes.Fetch", "--pid", process, "--il");
        Assert.Equal((0, ""), (text.ExitCode, text.Errors));
        Assert.Matches("^– Observed\\.Shapes\\.Fetch\\(.*no rule means it\n    before\n      IL_0000: (.*\n)*    as it would be\n      IL_0000: ", text.Output);
        // Nothing was changed for that.
        watch.Signal(TargetProcess.Interrupt);
        Assert.EndsWith("1 method put back; 1 call seen, 1 shown\n", System.Text.RegularExpressions.Regex.Replace((await watch.Exit()).Errors, "[0-9]+ calls? seen, [0-9]+ shown", "1 call seen, 1 shown"), StringComparison.Ordinal);
        Assert.False((await Code(Checkout)).GetProperty("woven").GetBoolean());
        await app.Do("call static");

        async Task<JsonElement> Code(string pattern) => Assert.Single(Rows(await LiveCommand.Run("explain", pattern, "--pid", process, "--il", "--json")));

        static string Text(JsonElement method, string name) => string.Join('\n', method.GetProperty(name).EnumerateArray().Select(line => line.GetString()));
    }

    [Fact]
    public async Task Loaded_lists_assemblies_types_and_methods()
    {
        using var app = await ObservedApp.Start();
        var process = $"{app.Process.Id}";
        var assembly = Assert.Single(Rows(await LiveCommand.Run("loaded", "--json", "--pid", process)), item => item.GetProperty("assembly").GetString() == "Observed");
        Assert.Equal(Repository.App("Observed", "Observed.dll"), assembly.GetProperty("path").GetString());
        Assert.Contains(Rows(await LiveCommand.Run("loaded", "Observed.*", "--json", "--pid", process)), item => item.GetProperty("type").GetString() == "Observed.Cart");
        var methods = await LiveCommand.Run("loaded", "Observed.Shapes.*(*)", "--pid", process);
        Assert.Matches(@"^METHOD +CODE +WOVEN\n", methods.Output);
        Assert.Matches(@"\nObserved\.Shapes\.Checkout\(Cart cart, string customer\) +(none|jitted|precompiled) +no\n", methods.Output);
        foreach (var (pattern, near) in new[] { ("Observed.Crat", "Observed.Cart"), ("Observed.Shapes.Chekout(*)", "Observed.Shapes.Checkout") })
            Assert.Contains($"is called {pattern}; did you mean {near}", (await LiveCommand.Run("loaded", pattern, "--pid", process)).Errors, StringComparison.Ordinal);
    }

    private static JsonElement[] Rows(TargetResult result) =>
        [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}
