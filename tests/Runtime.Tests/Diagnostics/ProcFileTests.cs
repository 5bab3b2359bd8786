using DdRun.Linux;

namespace DdRun.Runtime.Tests.Diagnostics;

public sealed class ProcFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1024)]
    [InlineData(5000)]
    public void All_lines_are_read(int count)
    {
        string[] lines = [.. Enumerable.Range(0, count).Select(i => $"line {i % 100:000}")];
        File.WriteAllLines(_path, lines);

        Assert.Equal(lines, ProcFile.Lines(_path));
    }

    // What maps this process has is more than the kernel gives at a time.
    [Fact]
    public void Files_of_the_kernel_are_read_beyond_their_first_page() =>
        Assert.InRange(ProcFile.Lines("/proc/self/maps").Sum(line => line.Length + 1), 8 * 1024, 64 * 1024 + 1);

    [Fact]
    public void A_file_that_is_not_there_has_no_lines() => Assert.Empty(ProcFile.Lines("/no/such/file"));

    public void Dispose() => File.Delete(_path);
}
