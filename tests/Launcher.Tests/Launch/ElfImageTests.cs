using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Tests.Launch;

public class ElfImageTests
{
    [Fact]
    public void A_program_compiled_ahead_of_time_is_recognised() => Assert.True(ElfImage.Read(DdRunProcess.Executable)!.IsNativeAot);

    [Fact]
    public void An_ordinary_program_is_not_mistaken_for_one()
    {
        var image = ElfImage.Read(Environment.ProcessPath!)!;

        Assert.False(image.IsNativeAot);
        Assert.Equal(Home.OwnRid, image.Rid);
    }

    [Fact]
    public void Musl_is_told_by_the_loader()
    {
        var bytes = File.ReadAllBytes(Environment.ProcessPath!);
        var loader = bytes.AsSpan().IndexOf("/lib64/ld-linux-x86-64.so.2\0"u8);
        Assert.True(loader > 0);
        "/lib/ld-musl-x86_64.so.1\0\0\0"u8.CopyTo(bytes.AsSpan(loader));
        using var file = new TemporaryFile(bytes);

        Assert.Equal("linux-musl-x64", ElfImage.Read(file.Path)!.Rid);
    }

    [Fact]
    public void An_ordinary_program_is_no_single_file() => Assert.Equal(0, ElfImage.Read(Environment.ProcessPath!)!.Bundle);

    [Fact]
    public void A_script_is_no_image()
    {
        using var file = new TemporaryFile("#!/bin/sh\nexit 1\n"u8.ToArray());

        Assert.Null(ElfImage.Read(file.Path));
        Assert.Null(ElfImage.Read("/nowhere"));
    }

    [Fact]
    public void A_truncated_image_is_read_without_an_exception()
    {
        var bytes = File.ReadAllBytes(Environment.ProcessPath!);
        foreach (var length in (int[])[0, 5, 6, 63, 64, 100, 1000, 5000, bytes.Length - 1])
        {
            using var file = new TemporaryFile(bytes[..length]);
            Assert.NotEqual(true, ElfImage.Read(file.Path)?.IsNativeAot);
        }
    }
}
