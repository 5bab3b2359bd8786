using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Tests.Launch;

public class PeImageTests
{
    [Fact]
    public void An_assembly_of_the_framework_is_precompiled_for_this_platform() =>
        Assert.Equal(Home.OwnRid, PeImage.Platform(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.Linq.dll")));

    [Fact]
    public void An_assembly_of_the_tests_is_not_precompiled() => Assert.Null(PeImage.Platform(typeof(PeImageTests).Assembly.Location));

    [Theory]
    [InlineData("win-x64", 0x8664)]
    [InlineData("win-arm64", 0xAA64)]
    [InlineData("linux-x64", 0x8664 ^ 0x7B79)]
    [InlineData("linux-arm64", 0xAA64 ^ 0x7B79)]
    [InlineData("osx-arm64", 0xAA64 ^ 0x4644)]
    [InlineData(null, 0x14c)]
    public void Processor_and_system_are_told_by_one_number(string? platform, int machine)
    {
        var bytes = File.ReadAllBytes(typeof(PeImageTests).Assembly.Location);
        using var file = new TemporaryFile(With(bytes, (ushort)machine));

        Assert.Equal(platform, PeImage.Platform(file.Path));
    }

    [Fact]
    public void What_is_no_assembly_is_for_no_platform()
    {
        using var empty = new TemporaryFile([]);
        using var text = new TemporaryFile(new byte[4096]);

        Assert.Null(PeImage.Platform(empty.Path));
        Assert.Null(PeImage.Platform(text.Path));
        Assert.Null(PeImage.Platform(Path.Combine(Path.GetTempPath(), "absent.dll")));
    }

    private static byte[] With(byte[] image, ushort machine)
    {
        BitConverter.TryWriteBytes(image.AsSpan(BitConverter.ToInt32(image, 0x3c) + 4), machine);
        return image;
    }
}
