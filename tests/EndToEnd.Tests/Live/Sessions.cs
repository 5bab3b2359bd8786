using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace DdRun.EndToEnd.Tests.Live;

public class Sessions
{
    [Fact]
    public async Task When_the_connection_breaks_everything_is_put_back()
    {
        using var app = await ObservedApp.Start();
        using (var client = await LiveClient.Open(app.Process.Id))
        {
            await client.Observe("watch", "Observed.**.*");
            await client.Observe("trace", "Observed.Tree.Order");
        }
        using var next = await LiveClient.OpenAgain(app.Process.Id);
        // Both ends run on threads of their own: it is soon, not at once.
        await Eventually(next, status => status.GetProperty("woven").GetInt32() == 0 && status.GetProperty("sessions").GetInt32() == 1);
        await app.Do("call static", "call tree");
        Assert.DoesNotContain(next.Frames.Items, frame => LiveClient.TypeOf(frame) == "event");
    }

    public static TheoryData<string, byte[]> Garbage => new()
    {
        { "a frame without end", [.. Length(100), 1, 2, 3] },
        { "a frame of nothing", Length(0) },
        { "a frame that is too long", Length(2 * 1024 * 1024) },
        { "a frame of negative length", Length(-5) },
        { "no UTF-8", [.. Length(2), 0xFF, 0xFE] },
        { "no JSON", Frame("{\"type\":") },
        { "no object", Frame("[1]") },
        { "JSON that nests without end", Frame(new string('[', 500_000)) },
        { "a wrong type", Frame("""{"type":7,"id":1}""") },
    };

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task Garbage_ends_the_session_and_nothing_else(string what, byte[] bytes)
    {
        using var app = await ObservedApp.Start();
        using var client = await LiveClient.Open(app.Process.Id);
        await client.Observe("watch", "Observed.Shapes.Checkout");
        client.SendRaw(bytes);
        if (what == "a wrong type")
            Assert.Equal("request", (await client.Frames.WaitForAny(frame => LiveClient.TypeOf(frame) == "error", "an error")).GetProperty("source").GetString());
        else if (what != "a frame without end")
            await client.HungUp();
        client.Dispose();
        await app.Do("call static");
        using var next = await LiveClient.OpenAgain(app.Process.Id);
        await Eventually(next, status => status.GetProperty("woven").GetInt32() == 0);
    }

    [Fact]
    public async Task Who_does_not_say_welcome_gets_nothing()
    {
        using var app = await ObservedApp.Start();
        using var client = await LiveClient.OpenRaw(app.Process.Id, isPrepared: false);
        client.Send("""{"type":"observe","id":1,"kind":"watch","pattern":"Observed.Shapes.Checkout"}""");
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            // The process has hung up: what is sent meets nobody.
            for (var i = 0; i < 1000; i++)
            {
                client.Send("""{"type":"status","id":2}""");
                await app.Do("call static");
            }
        });
    }

    [Fact]
    public async Task No_more_than_eight_look_at_a_time()
    {
        using var app = await ObservedApp.Start();
        var clients = new List<LiveClient>();
        try
        {
            for (var i = 0; i < 8; i++)
            {
                clients.Add(i == 0 ? await LiveClient.Open(app.Process.Id) : await LiveClient.OpenAgain(app.Process.Id));
                await clients[i].Ask("status");
            }
            using var ninth = await LiveClient.OpenAgain(app.Process.Id);
            var error = await ninth.Frames.WaitForAny(frame => LiveClient.TypeOf(frame) == "error", "a refusal");
            Assert.Equal("limit", error.GetProperty("source").GetString());
            await ninth.HungUp();
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task Two_may_watch_the_same_method_each_in_its_own_way()
    {
        using var app = await ObservedApp.Start();
        using var one = await LiveClient.Open(app.Process.Id);
        using var other = await LiveClient.OpenAgain(app.Process.Id);
        var all = await one.Observe("watch", "Observed.Shapes.Checkout");
        var dear = await other.Observe("watch", "Observed.Shapes.Checkout", "\"if\":\"cart.Total > 5\"");
        await app.Do("call static", "call cheap");
        await one.Stop(all);
        await app.Do("call static", "call cheap");
        await other.Stop(dear);
        Assert.Equal(2, (await one.Events(all, 2)).Length);
        Assert.Equal(2, (await other.Events(dear, 2)).Length);
    }

    [Fact]
    public async Task A_client_that_reads_nothing_holds_nobody_up()
    {
        using var app = await ObservedApp.Start();
        using var client = await LiveClient.OpenRaw(app.Process.Id, isPrepared: false);
        client.Send("""{"type":"welcome","protocol":1,"version":"test"}""");
        client.Send("""{"type":"observe","id":1,"kind":"watch","pattern":"Observed.Shapes.Checkout","limit":100000000,"perSecond":100000}""");
        // Far more than any buffer between the two.
        await app.Do("times 200000 static");
        using var next = await LiveClient.OpenAgain(app.Process.Id);
        Assert.Equal(1, (await next.Ask("status")).GetProperty("woven").GetInt32());
        client.Dispose();
        await Eventually(next, status => status.GetProperty("woven").GetInt32() == 0);
    }

    [Fact]
    public async Task A_million_calls_are_all_counted_and_so_many_a_second_shown()
    {
        const int calls = 1_000_000, perSecond = 1000;
        using var app = await ObservedApp.Start();
        using var client = await LiveClient.Open(app.Process.Id);
        var start = Stopwatch.GetTimestamp();
        var watch = await client.Observe("watch", "Observed.Shapes.Twice", $"\"limit\":{int.MaxValue},\"perSecond\":{perSecond}");
        await app.Do($"times {calls} property");
        var ended = await client.Stop(watch);
        var seconds = (int)Stopwatch.GetElapsedTime(start).TotalSeconds + 2;
        var events = client.Frames.Items.Where(frame => LiveClient.TypeOf(frame) == "event").ToArray();
        var shown = events.Count(frame => frame.TryGetProperty("result", out _));
        Assert.Equal((calls, calls - shown), (ended.GetProperty("seen").GetInt32(), ended.GetProperty("dropped").GetInt32()));
        Assert.InRange(shown, 1, perSecond * seconds);
        // And said so meanwhile.
        Assert.Equal(calls - shown, events.Where(frame => frame.TryGetProperty("dropped", out _)).Max(frame => frame.GetProperty("dropped").GetInt32()));
    }

    [Fact]
    public async Task A_command_that_is_killed_at_any_moment_leaves_nothing_woven()
    {
        using var app = await ObservedApp.Start();
        using var last = await LiveClient.Open(app.Process.Id);
        var random = new Random(7);
        for (var i = 0; i < 25; i++)
        {
            using var client = await LiveClient.OpenAgain(app.Process.Id);
            var requests = random.Next(4);
            for (var request = 0; request < requests; request++)
                client.Request("observe", $$""" "kind":"{{(request % 2 == 0 ? "watch" : "trace")}}","pattern":"Observed.Tree.*" """);
            // In the middle of weaving, of an answer, or of a frame.
            if (random.Next(2) == 0)
                await client.Frames.WaitForCount(1 + random.Next(requests + 1));
            else
                client.SendRaw([1, 0]);
        }
        await Eventually(last, status => status.GetProperty("woven").GetInt32() == 0 && status.GetProperty("sessions").GetInt32() == 1);
        await app.Do("call tree");
    }

    [Fact]
    public async Task Weaving_and_putting_back_under_load_disturbs_no_call()
    {
        using var app = await ObservedApp.Start();
        using var client = await LiveClient.Open(app.Process.Id);
        await app.Do("load 2");
        for (var i = 0; i < 40; i++)
        {
            var observation = await client.Observe(i % 2 == 0 ? "watch" : "monitor", "Observed.**.*", "\"limit\":1000000,\"perSecond\":50,\"if\":\"duration < 1h\"");
            await client.Stop(observation);
        }
        await app.Do("unload");
        Assert.EndsWith(" calls, 0 wrong", app.Process.Lines.Items[^1], StringComparison.Ordinal);
        Assert.Equal(0, (await client.Ask("status")).GetProperty("woven").GetInt32());
    }

    internal static async Task Eventually(LiveClient client, Predicate<JsonElement> isSo)
    {
        using var bound = new CancellationTokenSource(Recorder<string>.Bound);
        while (await client.Ask("status") is var status && !isSo(status))
        {
            bound.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static byte[] Length(int length)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        return bytes;
    }

    private static byte[] Frame(string text) => [.. Length(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];
}
