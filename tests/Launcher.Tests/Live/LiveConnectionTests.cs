using DdRun.Launcher.Live.Channel;

namespace DdRun.Launcher.Tests.Live;

public class LiveConnectionTests
{
    [Fact]
    public void Messages_go_both_ways()
    {
        using var peer = new FakePeer();
        peer.Connection.Send("observe", writer => writer.WriteString("pattern", "Größe.*"));
        Assert.Equal("""{"type":"observe","pattern":"Größe.*"}""", System.Text.RegularExpressions.Regex.Unescape(peer.Hear().GetRawText()));
        peer.Say("""{"type":"ready","methods":3}""");
        Assert.Equal(3, peer.Connection.Receive()!.Value.Number("methods"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("\u0000\u0001\u0002")]
    public void What_is_no_object_ends_the_session(string body)
    {
        using var peer = new FakePeer();
        peer.Say(body);
        Assert.Throws<LiveFailure>(() => peer.Connection.Receive());
    }

    [Fact]
    public void Nesting_without_end_ends_the_session()
    {
        using var peer = new FakePeer();
        peer.Say($"{{\"a\":{new string('[', 10_000)}{new string(']', 10_000)}}}");
        Assert.Throws<LiveFailure>(() => peer.Connection.Receive());
    }

    [Theory]
    [InlineData(0x00400001)]
    [InlineData(unchecked((int)0xFFFFFFFF))]
    public void A_length_beyond_the_bound_is_not_believed(int length)
    {
        using var peer = new FakePeer();
        peer.SayBytes(BitConverter.GetBytes(length));
        Assert.Throws<LiveFailure>(() => peer.Connection.Receive());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(6)]
    public void A_process_that_hangs_up_anywhere_has_ended(int after)
    {
        using var peer = new FakePeer();
        peer.SayBytes(FakePeer.Frame("{\"type\":\"ready\"}"u8.ToArray())[..after]);
        peer.HangUp();
        Assert.Null(peer.Connection.Receive());
    }

    [Fact]
    public void A_request_that_is_too_long_is_not_sent()
    {
        using var peer = new FakePeer();
        Assert.Throws<LiveFailure>(() => peer.Connection.Send("set", writer => writer.WriteString("manifest", new string('x', 1 << 20))));
    }

    [Fact]
    public void Who_knows_the_key_is_welcome()
    {
        using var peer = new FakePeer();
        peer.Say("""{"type":"hello","protocol":1,"version":"9.9.9","key":"0123456789abcdef0123456789abcdef"}""");
        LiveChannel.Greet(peer.Connection, peer.Accepted, FakePeer.Self, "0123456789abcdef0123456789abcdef");
        Assert.Equal("welcome", peer.Hear().Text("type"));
    }

    [Theory]
    [InlineData("""{"type":"hello","protocol":1,"version":"9.9.9","key":"0123456789abcdef0123456789abcdee"}""", "does not know the key")]
    [InlineData("""{"type":"hello","protocol":1,"version":"9.9.9","key":"0123"}""", "does not know the key")]
    [InlineData("""{"type":"hello","protocol":1,"version":"9.9.9","key":5}""", "does not know the key")]
    [InlineData("""{"type":"hello","protocol":1,"version":"9.9.9"}""", "does not know the key")]
    [InlineData("""{"type":"ready"}""", "closed the connection at once")]
    [InlineData("""{"type":"hello","protocol":2,"version":"9.9\u001b9","key":"0123456789abcdef0123456789abcdef"}""", "runs dd-run 9.9\\u001b9 with protocol 2")]
    public void Nobody_else_is(string hello, string reason)
    {
        using var peer = new FakePeer();
        peer.Say(hello);
        var failure = Assert.Throws<LiveFailure>(() => LiveChannel.Greet(peer.Connection, peer.Accepted, FakePeer.Self, "0123456789abcdef0123456789abcdef"));
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.Equal(125, failure.ExitCode);
    }
}
