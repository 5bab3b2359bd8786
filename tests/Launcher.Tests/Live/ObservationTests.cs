using System.Text;
using DdRun.Launcher.Cli;
using DdRun.Launcher.Live;
using DdRun.Launcher.Live.Channel;
using DdRun.Launcher.Live.Rendering;

namespace DdRun.Launcher.Tests.Live;

public class ObservationTests
{
    private const string Call =
        """{"type":"event","id":1,"time":1764500000123456789,"method":"Shop.Cart.Checkout(Cart cart, string customer)","thread":12,"durationNs":1500000,"args":{"cart":{"$type":"Shop.Cart","Total":12.5,"Lines":{"$type":"List<Line>","$count":12,"$items":[1,2]}},"customer":"no\u001bbo\u202Edy"},"result":true}""";

    private static readonly Style s_plain = new(false);
    private static readonly Terminal s_pipe = new(null);

    [Fact]
    public void A_session_begins_with_what_was_woven_and_ends_with_what_was_put_back()
    {
        var (shown, _) = Observe(
            new WatchView(s_plain, s_pipe),
            """{"type":"ready","id":1,"types":3,"methods":7,"ns":41900000,"refused":[{"method":"Shop.Cart.X(int)","reason":"it is a tail call"}]}""",
            Call,
            """{"type":"ended","id":1,"seen":1204,"shown":100,"dropped":0,"restored":7,"reason":"limit"}""");

        Assert.Equal(
            """
            3 types, 7 methods woven in 41 ms
              Shop.Cart.X(int): it is a tail call
            TIME  Shop.Cart.Checkout(Cart cart, string customer)  1.50 ms  thread 12
              cart      Shop.Cart { Total: 12.5, Lines: List<Line>(12) [1, 2, …] }
              customer  "no\u001bbo\u202edy"
              result    true
            7 methods put back; 1,204 calls seen, 100 shown

            """,
            shown.Replace(EventText.Time(System.Text.Json.JsonDocument.Parse(Call).RootElement), "TIME", StringComparison.Ordinal));
    }

    [Fact]
    public void Programs_get_nothing_but_events()
    {
        var (shown, _) = Observe(
            new JsonView(), """{"type":"ready","id":1,"types":1,"methods":1,"ns":1}""", Call,
            """{"type":"event","id":1,"kind":"dropped","dropped":3}""", """{"type":"ended","id":1}""");

        Assert.Equal(Call.Replace("\"type\":\"event\",\"id\":1,", "", StringComparison.Ordinal).Replace("\\u001b", "\\u001B", StringComparison.Ordinal) + "\n", shown);
    }

    [Fact]
    public void What_is_dropped_is_counted()
    {
        var (shown, _) = Observe(
            new WatchView(s_plain, s_pipe), """{"type":"event","id":1,"kind":"dropped","dropped":100}""", """{"type":"event","id":1,"kind":"dropped","dropped":1100}""",
            """{"type":"ended","id":1,"seen":1200,"shown":100,"dropped":1100,"restored":1}""");

        Assert.Contains("100 calls dropped: ", shown, StringComparison.Ordinal);
        Assert.Contains("1,000 calls dropped: ", shown, StringComparison.Ordinal);
        Assert.EndsWith("1 method put back; 1,200 calls seen, 100 shown, 1,100 dropped\n", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_is_told_to_the_process_and_its_last_word_awaited()
    {
        using var peer = new FakePeer();
        using var stop = new CancellationTokenSource();
        var shown = new StringBuilder();
        var run = Task.Run(() => new Observation(FakePeer.Self, peer.Connection, new WatchView(s_plain, s_pipe), text => shown.Append(text)).Run("watch", _ => { }, stop.Token));
        Assert.Equal("observe", peer.Hear().Text("type"));
        peer.Say("""{"type":"ready","id":1,"types":1,"methods":1,"ns":1}""");

        await stop.CancelAsync();

        Assert.Equal("stop", peer.Hear().Text("type"));
        peer.Say("""{"type":"ended","id":1,"seen":5,"shown":2,"restored":1}""");
        await run.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.EndsWith("1 method put back; 5 calls seen, 2 shown\n", shown.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("if", 2, "--if: there is no 'cat'; did you mean cart?\n  cat.Total > 1000\n  ^")]
    [InlineData("expression", 2, "there is no 'cat'; did you mean cart?\n  cat.Total > 1000\n  ^")]
    [InlineData("limit", 125, "there is no 'cat'; did you mean cart?\n  cat.Total > 1000\n  ^")]
    public void A_mistake_is_shown_where_it_is(string source, int exitCode, string message)
    {
        var error = $$"""{"type":"error","id":1,"message":"there is no 'cat'; did you mean cart?","source":"{{source}}","text":"cat.Total > 1000","column":1}""";
        var (_, failure) = Observe(new JsonView(), error);
        Assert.Equal((message, exitCode), (failure!.Message, failure.ExitCode));
    }

    [Fact]
    public void A_process_that_goes_is_told()
    {
        var (shown, failure) = Observe(new StackView(s_plain, s_pipe, false), """{"type":"event","id":1,"kind":"stacks","stacks":[{"count":2,"frames":["A.B()"]}]}""");
        Assert.Equal("2 ×\n  A.B()\n\n", shown);
        Assert.Equal($"process {Environment.ProcessId} closed the connection", failure!.Message);
    }

    // Everything the process says, and then it hangs up.
    private static (string Shown, LiveFailure? Failure) Observe(LiveView view, params string[] messages)
    {
        using var peer = new FakePeer();
        foreach (var message in messages)
            peer.Say(message);
        var shown = new StringBuilder();
        var hangUp = Task.Run(() =>
        {
            peer.Hear();
            peer.HangUp();
        });
        try
        {
            new Observation(FakePeer.Self, peer.Connection, view, text => shown.Append(text)).Run("watch", _ => { }, default);
            return (shown.ToString(), null);
        }
        catch (LiveFailure failure)
        {
            return (shown.ToString(), failure);
        }
        finally
        {
            hangUp.Wait();
        }
    }
}
