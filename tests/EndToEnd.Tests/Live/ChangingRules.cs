namespace DdRun.EndToEnd.Tests.Live;

public class ChangingRules
{
    [Fact]
    public async Task A_traced_method_is_traced_and_watched_and_then_traced_again()
    {
        await using var rig = await Rig.Start();
        using var app = await ObservedApp.Start(rig.Dotnet("Observed", [Rules.Rule("Observed.Shapes.Checkout", "checkout")]));
        using var client = await LiveClient.OpenAgain(app.Process.Id);
        await app.Do("call static");
        await rig.Agent.Spans.WaitForCount(1);
        var watch = await client.Observe("watch", "Observed.Shapes.Checkout");
        await app.Do("call static");
        await client.Events(watch, 1);
        await rig.Agent.Spans.WaitForCount(2);
        await client.Stop(watch);
        await app.Do("call static");
        var spans = await rig.Agent.Spans.WaitForCount(3);
        Assert.All(spans, span => Assert.Equal("checkout", span.Name));
        Assert.Single(await client.Events(watch, 1));
    }

    [Fact]
    public async Task Rules_are_set_added_and_cleared_and_outlive_the_session()
    {
        await using var rig = await Rig.Start();
        using var app = await ObservedApp.Start(rig.Dotnet("Observed", [Rules.Rule("Observed.Shapes.Checkout", "checkout")]));
        using (var client = await LiveClient.OpenAgain(app.Process.Id))
        {
            var set = await client.Ask("set", """ "origin":"new.json","manifest":"{ \"instrument\": [ { \"method\": \"Observed.Shapes.Rename\", \"name\": \"rename\" } ] }" """);
            Assert.Equal(("ready", 2), (LiveClient.TypeOf(set), set.GetProperty("methods").GetInt32()));
            var added = await client.Ask("add", """ "rule":"{ \"method\": \"Observed.Shapes.Fetch\", \"name\": \"fetch\" }" """);
            Assert.Equal(1, added.GetProperty("methods").GetInt32());
            var rules = (await client.Ask("rules")).GetProperty("rules").EnumerateArray().Where(rule => rule.GetProperty("kind").GetString() == "own").ToArray();
            Assert.Equal(["Observed.Shapes.Rename", "Observed.Shapes.Fetch"], rules.Select(rule => rule.GetProperty("target").GetString()));
            Assert.All(rules, rule => Assert.Equal(1, rule.GetProperty("methods").GetInt32()));
        }
        await app.Do("call static", "call instance", "call task");
        var spans = await rig.Agent.Spans.WaitForCount(2);
        Assert.Equal(["fetch", "rename"], spans.Select(span => span.Name).Order());
        using var next = await LiveClient.OpenAgain(app.Process.Id);
        Assert.Equal(2, (await next.Ask("clear")).GetProperty("methods").GetInt32());
        Assert.Equal(0, (await next.Ask("status")).GetProperty("woven").GetInt32());
    }

    [Fact]
    public async Task A_manifest_with_mistakes_changes_nothing_and_says_where_they_are()
    {
        await using var rig = await Rig.Start();
        using var app = await ObservedApp.Start(rig.Dotnet("Observed", [Rules.Rule("Observed.Shapes.Checkout", "checkout")]));
        using var client = await LiveClient.OpenAgain(app.Process.Id);
        var error = await client.Ask("set", """ "origin":"new.json","manifest":"{ \"instrument\": [\n  { \"methodd\": \"X.Y\" } ] }" """);
        Assert.Equal(("error", "manifest", 2, 5), (LiveClient.TypeOf(error), error.GetProperty("source").GetString(), error.GetProperty("line").GetInt32(), error.GetProperty("column").GetInt32()));
        await app.Do("call static");
        Assert.Equal("checkout", (await rig.Agent.Spans.WaitForCount(1))[0].Name);
    }

    [Fact]
    public async Task After_detach_nothing_is_woven_until_somebody_attaches_again()
    {
        await using var rig = await Rig.Start();
        using var app = await ObservedApp.Start(rig.Dotnet("Observed", [Rules.Rule("Observed.Shapes.Checkout", "checkout")]).With(("DD_RUN_LIVE", "true")));
        await app.Do("call static");
        using (var client = await LiveClient.OpenAgain(app.Process.Id))
        {
            await client.Observe("watch", "Observed.Shapes.Rename");
            var ended = await client.Ask("detach");
            Assert.Equal("ended", LiveClient.TypeOf(ended));
            await client.HungUp();
        }
        await Remains.NoThread(app.Process.Id);
        // What there was has been sent.
        await rig.Agent.Spans.WaitForCount(1);
        using var next = await LiveClient.OpenAgain(app.Process.Id);
        var status = await next.Ask("status");
        Assert.Equal((0, false), (status.GetProperty("woven").GetInt32(), status.GetProperty("traced").GetBoolean()));
        Assert.DoesNotContain((await next.Ask("loaded", "\"pattern\":\"Observed.**.*(**)\"")).GetProperty("items").EnumerateArray(), item => item.GetProperty("woven").GetBoolean());

        LiveClient.AttachAgain(app.Process.Id);

        await Sessions.Eventually(next, now => now.GetProperty("traced").GetBoolean() && now.GetProperty("woven").GetInt32() == 1);
        await app.Do("call static");
        Assert.Equal(2, (await rig.Agent.Spans.WaitForCount(2)).Count);
    }

    [Fact]
    public async Task A_live_manifest_is_followed()
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet("Observed", [Rules.Rule("Observed.Shapes.Checkout", "checkout")]).With(("DD_RUN_LIVE", "true"));
        using var app = await ObservedApp.Start(target);
        var manifest = Directory.GetFiles(rig.Folder, "*.json").Single();
        using var client = await LiveClient.OpenAgain(app.Process.Id);
        await File.WriteAllTextAsync(manifest, $$"""{ "instrument": [ {{Rules.Rule("Observed.Shapes.Rename", "rename")}}, {{Rules.Rule("Observed.Shapes.Fetch", "fetch")}} ] }""");
        await Sessions.Eventually(client, status => status.GetProperty("rules").GetInt32() == 2 && status.GetProperty("woven").GetInt32() == 2);
        await File.WriteAllTextAsync(manifest, """{ "instrument": [ { "methodd": "X.Y" } ] }""");
        await app.Do("call static", "call instance");
        Assert.Equal("rename", (await rig.Agent.Spans.WaitForCount(1))[0].Name);
    }

    [Fact]
    public async Task A_process_that_is_only_looked_into_has_no_rules_until_somebody_attaches()
    {
        await using var rig = await Rig.Start();
        using var app = await ObservedApp.Start();
        using var client = await LiveClient.Open(app.Process.Id);
        Assert.Equal("process", (await client.Ask("rules")).GetProperty("source").GetString());
        var watch = await client.Observe("watch", "Observed.Shapes.Checkout");
        var manifest = rig.Write("rules.json", $$"""{ "instrument": [ {{Rules.Rule("Observed.Shapes.Checkout", "checkout")}} ] }""");
        LiveClient.AttachAgain(app.Process.Id, ("DD_RUN_MANIFEST", manifest), ("DD_TRACE_AGENT_URL", rig.Agent.Url));
        await Sessions.Eventually(client, status => status.GetProperty("traced").GetBoolean());
        await app.Do("call static");
        Assert.Equal("checkout", (await rig.Agent.Spans.WaitForCount(1))[0].Name);
        Assert.Single(await client.Events(watch, 1));
    }
}
