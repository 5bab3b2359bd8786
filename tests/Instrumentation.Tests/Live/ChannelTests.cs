using System.Globalization;
using DdRun.Instrumentation.Live.Channel;
using DdRun.Instrumentation.Manifests;

namespace DdRun.Instrumentation.Tests.Live;

public class ChannelTests
{
    [Fact]
    public async Task Attention_ends_a_wait_also_where_it_was_called_for_before()
    {
        var outbox = new Outbox(4, 1000);
        outbox.CallAttention();
        Assert.Null(outbox.Take(Timeout.Infinite));
        Assert.True(outbox.TakeAttention());
        Assert.False(outbox.TakeAttention());
        for (var i = 0; i < 1000; i++)
        {
            var waiting = Task.Run(() => outbox.Take(Timeout.Infinite));
            outbox.CallAttention();
            Assert.Null(await waiting.WaitAsync(TimeSpan.FromMinutes(1)));
            Assert.True(outbox.TakeAttention());
        }
    }

    [Fact]
    public void What_is_put_in_comes_out_in_its_order()
    {
        var outbox = new Outbox(8, 1000);
        for (var round = 0; round < 5; round++)
        {
            Assert.True(outbox.TryAdd($"a{round}"));
            Assert.True(outbox.TryAdd($"b{round}"));
            Assert.Equal(($"a{round}", $"b{round}", null), (outbox.TryTake(), outbox.TryTake(), outbox.TryTake()));
        }
    }

    [Fact]
    public void What_finds_it_full_is_not_taken()
    {
        var outbox = new Outbox(4, 1000);
        Assert.Equal([true, true, true, true, false], Enumerable.Range(0, 5).Select(_ => outbox.TryAdd("x")));
        Assert.Equal("x", outbox.TryTake());
        Assert.True(outbox.TryAdd("y"));
    }

    [Fact]
    public void So_many_characters_fit_and_one_frame_in_any_case()
    {
        var outbox = new Outbox(16, 10);
        Assert.True(outbox.TryAdd("12345678"));
        Assert.False(outbox.TryAdd("1234"));
        Assert.Equal("12345678", outbox.TryTake());
        Assert.True(outbox.TryAdd(new string('x', 100)));
        Assert.False(outbox.TryAdd("1"));
    }

    [Fact]
    public void Nothing_comes_out_while_it_is_held()
    {
        var outbox = new Outbox(4, 1000);
        outbox.Hold();
        outbox.TryAdd("x");
        Assert.Null(outbox.Take(0));
        outbox.Release();
        Assert.Equal("x", outbox.Take(0));
    }

    [Fact]
    public async Task Many_threads_put_in_and_one_takes_out_and_nothing_is_lost_or_doubled()
    {
        const int each = 50_000, threads = 4;
        var outbox = new Outbox(64, long.MaxValue);
        var accepted = 0;
        var adding = Enumerable.Range(0, threads).Select(number => Task.Factory.StartNew(() =>
        {
            for (var i = 0; i < each; i++)
            {
                if (outbox.TryAdd(string.Create(CultureInfo.InvariantCulture, $"{number} {i}")))
                    Interlocked.Increment(ref accepted);
            }
        }, TaskCreationOptions.LongRunning)).ToArray();
        var last = Enumerable.Repeat(-1, threads).ToArray();
        var taken = 0;
        while (!Array.TrueForAll(adding, task => task.IsCompleted) || outbox.TryTake() is { } rest && Take(rest))
        {
            if (outbox.Take(10) is { } frame)
                Take(frame);
        }
        await Task.WhenAll(adding);
        while (outbox.TryTake() is { } frame)
            Take(frame);
        Assert.Equal(accepted, taken);
        Assert.True(taken > 0);

        bool Take(string frame)
        {
            var words = frame.Split(' ').Select(word => int.Parse(word, CultureInfo.InvariantCulture)).ToArray();
            // Each thread's in their order.
            Assert.True(words[1] > last[words[0]]);
            last[words[0]] = words[1];
            taken++;
            return true;
        }
    }

    [Theory]
    [InlineData("1;0123456789abcdef0123456789abcdef;/tmp/x;y.sock", "/tmp/x;y.sock")]
    [InlineData("2;0123456789abcdef0123456789abcdef;/tmp/x.sock", null)]
    [InlineData("1;short;/tmp/x.sock", null)]
    [InlineData("1;0123456789abcdef0123456789abcdef;", null)]
    [InlineData("", null)]
    [InlineData(";;", null)]
    public void A_call_is_a_version_a_key_and_an_address(string text, string? address) => Assert.Equal(address, CallFromOutside.Read(text)?.Address);

    [Theory]
    [InlineData("""{"kind":"watch","pattern":"A.B"}""", null)]
    [InlineData("""{"kind":"watch","pattern":"A.B","if":null,"expressions":null}""", null)]
    [InlineData("""{"kind":"watch","pattern":"A.B","levels":3,"limit":5,"forMs":0,"perSecond":10,"getters":true}""", null)]
    [InlineData("""{"pattern":"A.B"}""", "request")]
    [InlineData("""{"kind":"look","pattern":"A.B"}""", "request")]
    [InlineData("""{"kind":"watch"}""", "request")]
    [InlineData("""{"kind":"watch","pattern":7}""", "request")]
    [InlineData("""{"kind":"watch","pattern":"A"}""", "pattern")]
    [InlineData("""{"kind":"watch","pattern":"A.B(","if":"x"}""", "pattern")]
    [InlineData("""{"kind":"watch","pattern":"A.B","if":"a >"}""", "if")]
    [InlineData("""{"kind":"watch","pattern":"A.B","if":["a"]}""", "request")]
    [InlineData("""{"kind":"watch","pattern":"A.B","expressions":["a","b("]}""", "expression")]
    [InlineData("""{"kind":"watch","pattern":"A.B","expressions":[1]}""", "request")]
    [InlineData("""{"kind":"watch","pattern":"A.B","expressions":"a"}""", "request")]
    [InlineData("""{"kind":"watch","pattern":"A.B","levels":9}""", "request")]
    [InlineData("""{"kind":"watch","pattern":"A.B","levels":-1}""", "request")]
    [InlineData("""{"kind":"watch","pattern":"A.B","levels":1.5}""", "request")]
    [InlineData("""{"kind":"watch","pattern":"A.B","limit":0}""", "request")]
    [InlineData("""{"kind":"watch","pattern":"A.B","limit":1e300}""", "request")]
    [InlineData("""{"kind":"watch","pattern":"A.B","getters":"yes"}""", "request")]
    [InlineData("""{"kind":"trace","pattern":"A.B","depth":11}""", "request")]
    [InlineData("""{"kind":"trace","pattern":"A.B","minNs":86400000000000}""", null)]
    [InlineData("""{"kind":"trace","pattern":"A.B","minNs":86400000000001}""", "request")]
    [InlineData("""{"kind":"monitor","pattern":"A.B","intervalMs":1}""", "request")]
    public void A_request_is_right_or_says_what_is_wrong(string text, string? source)
    {
        var values = new RequestValues(new LocatedJsonReader(text).Read()!);
        if (source is null)
            Assert.Equal("A.B", ObserveOptions.Read(values).Choice.Text);
        else
            Assert.Equal(source, Assert.Throws<LiveErrorException>(() => ObserveOptions.Read(values)).Error.Source);
    }
}
