using DdRun.Export.MessagePack;

namespace DdRun.Runtime.Tests.Export.Datadog;

public class MessagePackWriterTests
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
        Assert.Equal(unchecked((ulong)value), DecodedValue.Read(writer.Written));
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
        writer.WriteArrayHeader(count + 1);
        for (var i = 0; i < count; i++)
            writer.WriteBoolean(true);
        writer.WriteMapHeader(count);
        for (var i = 0; i < count; i++)
        {
            writer.WriteInt64(i);
            writer.WriteBoolean(false);
        }

        var list = Assert.IsType<List<object>>(DecodedValue.Read(writer.Written));

        Assert.Equal(count + 1, list.Count);
        Assert.Equal(count, Assert.IsAssignableFrom<System.Collections.IDictionary>(list[count]).Count);
    }
}
