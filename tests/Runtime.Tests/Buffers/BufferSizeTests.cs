using DdRun.Buffers;

namespace DdRun.Runtime.Tests.Buffers;

public class BufferSizeTests
{
    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(4096, 4097, 8192)]
    [InlineData(32 << 10, (32 << 10) + 1, BufferSize.Small)]
    [InlineData(BufferSize.Small, BufferSize.Small + 1, BufferSize.Usual)]
    [InlineData(0, 100_000, BufferSize.Usual)]
    [InlineData(BufferSize.Usual, BufferSize.Usual + 1, 2 * BufferSize.Usual)]
    [InlineData(0, 10 << 20, 10 << 20)]
    public void A_buffer_doubles_and_steps_over_what_lies_between_small_and_usual(long size, long needed, long expected) =>
        Assert.Equal(expected, BufferSize.After(size, needed));
}
