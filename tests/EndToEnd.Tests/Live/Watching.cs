using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DdRun.EndToEnd.Tests.Live;

public class Watching
{
    [Theory]
    [InlineData("Observed.Shapes.Checkout(*)", "static", """{"args":{"cart":{"$type":"Observed.Cart","_password":"‹redacted›","Total":12.5,"Lines":{"$type":"List<Line>"}},"customer":"ann"},"result":"ann pays 12.5"}""")]
    [InlineData("Observed.Shapes.Rename", "instance", """{"args":{"name":"new"},"this":{"$type":"Observed.Shapes","_calls":0,"Name":"shop"}}""")]
    [InlineData("Observed.Box.Join", "generic", """{"args":{"one":"b","other":3},"this":{"$type":"Box<string>","First":"a"},"result":"a b 3"}""", """{"args":{"one":2,"other":"c"},"this":{"$type":"Box<int>","First":1},"result":"1 2 c"}""")]
    [InlineData("Observed.Shapes.Fetch", "task", """{"args":{"key":"x","stop":{"$type":"System.Threading.CancellationToken"}},"this":{"$type":"Observed.Shapes","_calls":0,"Name":"shop"},"result":42}""")]
    [InlineData("Observed.Shapes.Ask", "valuetask", """{"args":{"milliseconds":7},"this":{"$type":"Observed.Shapes","_calls":0,"Name":"shop"},"result":"waited 7"}""")]
    [InlineData("Observed.Shapes.Ask", "ready", """{"args":{"milliseconds":0},"this":{"$type":"Observed.Shapes","_calls":0,"Name":"shop"},"result":"waited 0"}""")]
    [InlineData("Observed.Shapes.Range", "iterator", """{"args":{"count":3},"result":{"$type":"IEnumerable<int>","$count":3,"$items":[0,1,2]}}""")]
    [InlineData("Observed.Shapes.Range", "half", """{"args":{"count":30},"result":{"$type":"IEnumerable<int>","$count":12,"$items":[0,1,2,3,4,5,6,7,8,9]}}""")]
    [InlineData("Observed.Shapes.Stream", "stream", """{"args":{"count":2},"result":{"$type":"IAsyncEnumerable<string>","$count":2,"$items":["item 0","item 1"]}}""")]
    [InlineData("Observed.Shapes.Numbers", "enumerator", """{"args":{"count":12},"result":{"$type":"IEnumerator<int>","$count":12,"$items":[0,1,2,3,4,5,6,7,8,9]}}""")]
    [InlineData("Observed.Shapes.Words", "bare", """{"args":{"one":"rye","other":"oat"},"result":{"$type":"System.Collections.IEnumerator","$count":2,"$items":["rye","oat"]}}""")]
    [InlineData("Observed.Shapes.Things", "bareEnumerable", """{"args":{"count":2},"result":{"$type":"System.Collections.IEnumerable","$count":2,"$items":[0,1]}}""")]
    [InlineData("Observed.Shapes.Items", "asyncEnumerator", """{"args":{"count":2},"result":{"$type":"IAsyncEnumerator<string>","$count":2,"$items":["item 0","item 1"]}}""")]
    [InlineData("Observed.Shapes..ctor", "constructor", """{"args":{"name":"shop"},"this":{"$type":"Observed.Shapes","_calls":0,"Name":"shop"}}""", """{"args":{"name":"made"},"this":{"$type":"Observed.Shapes","_calls":0,"Name":"made"}}""")]
    [InlineData("Observed.Shapes.get_Doubled", "property", """{"args":{},"this":{"$type":"Observed.Shapes","_calls":21,"Name":"shop"},"result":42}""")]
    [InlineData("Observed.Shapes.Twice", "property", """{"args":{"number":21},"result":42}""")]
    [InlineData("Observed.Shapes+<>c.<Lambda>*", "lambda", """{"args":{"number":4},"this":{"$type":"Observed.Shapes+<>c"},"result":40}""")]
    [InlineData("Observed.Shapes.<Outer>*", "local", """{"args":{"factor":1,"arg1":{"$type":"Observed.Shapes+<>c__DisplayClass21_0","number":5}},"result":5}""", """{"args":{"factor":2,"arg1":{"$type":"Observed.Shapes+<>c__DisplayClass21_0","number":5}},"result":10}""")]
    [InlineData("Observed.Shapes.Count", "explicit", """{"args":{"word":"four"},"this":{"$type":"Observed.Shapes","_calls":0,"Name":"shop"},"result":4}""")]
    [InlineData("Observed.Point.Sum", "struct", """{"args":{"more":5,"plus":6,"twice":{"$type":"ref int"},"numbers":{"$type":"Span<int>","$count":3,"$items":[1,2,3]},"name":"name"},"this":{"$type":"Observed.Point","X":3,"Y":4},"result":26}""")]
    [InlineData("Observed.Shapes.Login", "secret", """{"args":{"user":"ann","password":"‹redacted›","headers":{"$type":"Dictionary<string, string>","$count":2,"$items":[{"key":"apiKey","value":"‹redacted›"},{"key":"city","value":"Ulm"}]}},"result":true}""")]
    [InlineData("Observed.Shapes.Later", "void", """{"args":{}}""")]
    public async Task Each_shape_of_method_shows_its_values_in_a_process_that_nobody_prepared(string pattern, string call, params string[] expected)
    {
        using var app = await ObservedApp.Start();
        using var client = await LiveClient.Open(app.Process.Id);
        var watch = await client.Observe("watch", pattern);

        await app.Do("call " + call);

        var events = await client.Events(watch, expected.Length);
        Assert.Equal(expected.Select(Sorted), events.Select(Values));
        Assert.All(events, one => Assert.InRange(one.GetProperty("durationNs").GetInt64(), 0, TimeSpan.FromMinutes(1).Ticks * 100));
        var ended = await client.Stop(watch);
        Assert.Equal((expected.Length, expected.Length, 0), (Number(ended, "seen"), Number(ended, "shown"), Number(ended, "dropped")));
        await app.Do("call " + call);
        await client.Ask("status");
        Assert.Equal(expected.Length, client.Frames.Items.Count(frame => LiveClient.TypeOf(frame) == "event"));
    }

    [Theory]
    [InlineData("cart.Total > 5", 1)]
    [InlineData("{cart.Total > 5}", 1)]
    [InlineData("customer == \"bob\"", 1)]
    [InlineData("customer == \"eve\"", 0)]
    [InlineData("contains(return, \"pays\")", 2)]
    [InlineData("return == \"bob pays 1\"", 1)]
    [InlineData("duration > 1h", 0)]
    [InlineData("cart.Total > 5 && return != null", 1)]
    public async Task A_condition_chooses_calls_by_what_they_begin_or_end_with(string condition, int shown)
    {
        using var app = await ObservedApp.Start();
        using var client = await LiveClient.Open(app.Process.Id);
        var watch = await client.Observe("watch", "Observed.Shapes.Checkout", $"\"if\":{JsonSerializer.Serialize(condition)}");
        await app.Do("call static", "call cheap");
        var ended = await client.Stop(watch);
        Assert.Equal((shown, shown), (Number(ended, "seen"), Number(ended, "shown")));
    }

    [Fact]
    public async Task An_async_method_that_nobody_can_await_ends_when_it_has_done_its_work()
    {
        using var app = await ObservedApp.Start();
        using var client = await LiveClient.Open(app.Process.Id);
        var watch = await client.Observe("watch", "Observed.Shapes.Linger", "\"if\":\"duration > 5ms\"");
        var failing = await client.Observe("watch", "Observed.Shapes.Stumble");
        var monitor = await client.Observe("monitor", "Observed.Shapes.Stumble", "\"intervalMs\":3600000");
        var trace = await client.Observe("trace", "Observed.Shapes.Linger");
        await app.Do("call lingers", "call voidFails", "call lingers");
        foreach (var observation in new[] { watch, trace })
            Assert.All((await client.Events(observation, 2)).Select(one => one.GetProperty("durationNs").GetInt64()), nanoseconds => Assert.True(nanoseconds > 5_000_000));
        var exception = (await client.Events(failing, 1))[0].GetProperty("exception");
        Assert.Equal(("System.InvalidOperationException", "nobody waits"), (exception.GetProperty("type").GetString(), exception.GetProperty("message").GetString()));
        await client.Stop(monitor);
        var row = (await client.Events(monitor, 1))[0];
        Assert.Equal((1, 1), (Number(row, "calls"), Number(row, "failed")));
        foreach (var observation in new[] { watch, failing, trace })
            await client.Stop(observation);
        Assert.Equal(0, Number(await client.Ask("status"), "woven"));
        await app.Do("call lingers", "call voidFails");
    }

    [Fact]
    public async Task Expressions_are_all_that_is_shown_where_there_are_some()
    {
        using var app = await ObservedApp.Start();
        using var client = await LiveClient.Open(app.Process.Id);
        var watch = await client.Observe("watch", "Observed.Shapes.Checkout", """ "expressions":["cart.Total","return","cart.Lines[0].Article","length(customer) + 1"] """);
        await app.Do("call static");
        var shown = (await client.Events(watch, 1))[0];
        Assert.Equal(Sorted("""{"values":{"cart.Total":12.5,"return":"ann pays 12.5","cart.Lines[0].Article":"rye","length(customer) + 1":4}}"""), Values(shown));
    }

    [Theory]
    [InlineData("cart.Totals > 5", "if", 1, "Total")]
    [InlineData("cart.Total >", "if", 13, "expected")]
    [InlineData("cart.Total > \"x\"", "if", 1, "no order")]
    public async Task A_condition_that_makes_no_sense_says_where(string condition, string source, int column, string message)
    {
        using var app = await ObservedApp.Start();
        using var client = await LiveClient.Open(app.Process.Id);
        var error = await client.Ask("observe", $"\"kind\":\"watch\",\"pattern\":\"Observed.Shapes.Checkout\",\"if\":{JsonSerializer.Serialize(condition)}");
        Assert.Equal("error", LiveClient.TypeOf(error));
        Assert.Equal(source, error.GetProperty("source").GetString());
        Assert.Contains(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(column, Number(error, "column"));
    }

    [Fact]
    public async Task That_a_call_failed_is_shown_beside_expressions()
    {
        using var app = await ObservedApp.Start();
        using var client = await LiveClient.Open(app.Process.Id);
        var watch = await client.Observe("watch", "Observed.Shapes.Fail*", """ "expressions":["why"] """);
        await app.Do("call fails", "call failsLater");
        var shown = await client.Events(watch, 2);
        Assert.Equal(["because", "later"], shown.Select(one => one.GetProperty("values").GetProperty("why").GetString()));
        Assert.Equal(["because", "later"], shown.Select(one => one.GetProperty("exception").GetProperty("message").GetString()));
    }

    [Fact]
    public async Task An_exception_is_shown_as_it_left_the_method()
    {
        using var app = await ObservedApp.Start();
        using var client = await LiveClient.Open(app.Process.Id);
        var watch = await client.Observe("watch", "Observed.Shapes.Fail*");
        await app.Do("call fails", "call failsLater");
        var exceptions = (await client.Events(watch, 2)).Select(one => one.GetProperty("exception")).ToArray();
        Assert.All(exceptions, one => Assert.Equal("System.InvalidOperationException", one.GetProperty("type").GetString()));
        Assert.Equal(["because", "later"], exceptions.Select(one => one.GetProperty("message").GetString()));
        Assert.All(exceptions, one => Assert.Contains("at Observed.Shapes.Fail", one.GetProperty("stack").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_method_that_is_inlined_in_optimized_code_is_seen_and_then_inlined_again()
    {
        using var app = await ObservedApp.Start();
        // Long enough for the callers to be compiled once more, with it inside.
        await app.Do("times 200000 property");
        using var client = await LiveClient.Open(app.Process.Id);
        for (var i = 0; i < 3; i++)
        {
            var watch = await client.Observe("watch", "Observed.Shapes.Twice");
            await app.Do("times 3 property");
            var ended = await client.Stop(watch);
            Assert.Equal((3, 3, 1), (Number(ended, "seen"), Number(ended, "shown"), Number(ended, "restored")));
            await app.Do("times 50000 property");
        }
    }

    [Theory]
    [InlineData("net8.0")]
    [InlineData("net9.0")]
    public async Task Older_runtimes_and_precompiled_code_are_looked_into_as_well(string framework)
    {
        using var app = await ObservedApp.Start(new Target(Repository.App($"Observed-{framework}", "Observed")) { LauncherArguments = null });
        using var client = await LiveClient.Open(app.Process.Id);
        await app.Do("times 20000 property", "load 2");
        // Weaving and putting back, under load, on each of them.
        for (var i = 0; i < 10; i++)
        {
            var all = await client.Observe("watch", "Observed.**.*", "\"limit\":1000000,\"perSecond\":50");
            await client.Stop(all);
        }
        await app.Do("unload");
        Assert.EndsWith(" calls, 0 wrong", app.Process.Lines.Items[^1], StringComparison.Ordinal);
        foreach (var (pattern, call, result) in new[] { ("Observed.Shapes.Checkout", "static", "\"ann pays 12.5\""), ("Observed.Shapes.Fetch", "task", "42"), ("Observed.Shapes.Ask", "valuetask", "\"waited 7\""), ("Observed.Shapes.Twice", "property", "42"), ("Observed.Point.Sum", "struct", "26") })
        {
            var watch = await client.Observe("watch", pattern);
            await app.Do("call " + call);
            Assert.Equal(result, (await client.Events(watch, 1))[0].GetProperty("result").GetRawText());
            await client.Stop(watch);
        }
        var trace = await client.Observe("trace", "Observed.Tree.Order");
        await app.Do("call tree");
        Assert.Equal(3, (await client.Events(trace, 1))[0].GetProperty("tree").GetProperty("children").GetArrayLength());
        await client.Stop(trace);
        Assert.Equal(0, Number(await client.Ask("status"), "woven"));
    }

    [Fact]
    public async Task It_ends_by_itself_after_so_many_calls()
    {
        using var app = await ObservedApp.Start();
        using var client = await LiveClient.Open(app.Process.Id);
        var watch = await client.Observe("watch", "Observed.Shapes.Checkout", "\"limit\":3");
        await app.Do("times 10 static");
        var ended = await client.Ended(watch);
        Assert.Equal(("limit", 3, 1), (ended.GetProperty("reason").GetString(), Number(ended, "shown"), Number(ended, "restored")));
        Assert.Equal(3, (await client.Events(watch, 3)).Length);
    }

    [Fact]
    public async Task It_does_not_end_before_the_last_call_is_shown()
    {
        using var app = await ObservedApp.Start();
        using var client = await LiveClient.Open(app.Process.Id);
        var watch = await client.Observe("watch", "Observed.Shapes.Linger", "\"limit\":1,\"getters\":true,\"levels\":1");
        await app.Do("call lingering");
        await client.Ended(watch);
        var order = client.Frames.Items.Select(LiveClient.TypeOf).Where(type => type is "event" or "ended");
        Assert.Equal(["event", "ended"], order);
        Assert.Equal("""{"$type":"Observed.Lingering","Late":7}""", (await client.Events(watch, 1))[0].GetProperty("result").GetRawText());
    }

    private static int Number(JsonElement frame, string name) => frame.GetProperty(name).GetInt32();

    private static string Values(JsonElement shown)
    {
        var values = JsonNode.Parse(shown.ToString())!.AsObject();
        foreach (var name in new[] { "type", "id", "time", "method", "thread", "threadName", "durationNs" })
            values.Remove(name);
        return values.ToJsonString();
    }

    private static string Sorted(string json) => JsonNode.Parse(json)!.ToJsonString();
}
