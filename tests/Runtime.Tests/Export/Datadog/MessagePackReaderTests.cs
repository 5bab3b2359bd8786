using DdRun.Export.MessagePack;

namespace DdRun.Runtime.Tests.Export.Datadog;

public class MessagePackReaderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(65_536)]
    [InlineData(4_294_967_296)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(-32)]
    [InlineData(-33)]
    [InlineData(long.MinValue)]
    public void Integers_come_back(long value)
    {
        var writer = new MessagePackWriter();
        writer.WriteInt64(value);
        var reader = new MessagePackReader(writer.Written);
        Assert.Equal(value, reader.ReadInt64());
        Assert.True(reader.IsAtEnd);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public void Headers_come_back(int count)
    {
        var writer = new MessagePackWriter();
        writer.WriteArrayHeader(count);
        for (var i = 0; i < count; i++)
            writer.WriteNil();
        writer.WriteMapHeader(count);
        for (var i = 0; i < count * 2; i++)
            writer.WriteBoolean(true);
        var reader = new MessagePackReader(writer.Written);
        Assert.Equal(count, reader.ReadArrayHeader());
        for (var i = 0; i < count; i++)
            Assert.True(reader.TryReadNil());
        Assert.Equal(MessagePackKind.Map, reader.NextKind);
        reader.Skip();
        Assert.True(reader.IsAtEnd);
    }

    [Theory]
    [InlineData("")]
    [InlineData("c1")]
    [InlineData("dd7fffffff")]
    [InlineData("dfffffffff")]
    [InlineData("dbffffffff61")]
    [InlineData("a361")]
    [InlineData("cf00")]
    [InlineData("c9ffffffff00")]
    public void What_is_cut_or_corrupt_is_a_format_error(string hex) =>
        Assert.Throws<FormatException>(() => new MessagePackReader(Convert.FromHexString(hex)).Skip());

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var deep = Enumerable.Repeat((byte)0x91, 100_000).Append((byte)0xC0).ToArray();
        Assert.Throws<FormatException>(() => new MessagePackReader(deep).Skip());
    }

    [Fact]
    public void Any_bytes_are_read_or_refused_and_nothing_else()
    {
        var random = new Random(1);
        var bytes = new byte[64];
        for (var i = 0; i < 100_000; i++)
        {
            random.NextBytes(bytes);
            try
            {
                var reader = new MessagePackReader(bytes.AsSpan(0, random.Next(bytes.Length)));
                reader.Skip();
                Assert.InRange(reader.Position, 1, bytes.Length);
            }
            catch (FormatException)
            {
            }
        }
    }
}
