using System.Diagnostics;
using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Tests.Launch;

public sealed class SingleFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dd-run-");

    [Fact]
    public void A_single_file_that_was_trimmed_is_reported_once_and_refused_only_when_strict()
    {
        var program = Publish("Trimmed", "-p:PublishSingleFile=true");
        var problem = $"dd-run: {program} was trimmed, and what tracing needs with it: publish it without PublishTrimmed\n";

        var run = DdRunProcess.Run(program);
        Assert.Equal((3, "still here\n", problem), (run.ExitCode, run.Output, run.Error));

        var strict = DdRunProcess.Run("--strict", program);
        Assert.Equal((125, "", problem), (strict.ExitCode, strict.Output, strict.Error));
    }

    [Fact]
    public void The_files_in_a_single_file_are_listed()
    {
        var program = Publish("SingleFile");

        Assert.Contains("SingleFile.dll", Bundle.Files(program, ElfImage.Read(program)!.Bundle));
        Assert.Equal("", DdRunProcess.Run("--strict", program).Error);
    }

    [Fact]
    public void A_list_that_cannot_be_read_is_none()
    {
        using var file = new TemporaryFile([6, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f, 1, 65]);

        Assert.Empty(Bundle.Files(file.Path, 0));
        Assert.Empty(Bundle.Files(file.Path, 4));
        Assert.Empty(Bundle.Files("/nowhere", 1));
    }

    private string Publish(string app, params string[] more)
    {
        var project = Path.Combine(DdRunProcess.Root, "tests", "apps", app);
        using var publish = Process.Start("dotnet", ["publish", project, "-c", "Release", "--artifacts-path", _folder.FullName, "-o", Path.Combine(_folder.FullName, "out"), .. more]);
        publish.WaitForExit();
        Assert.Equal(0, publish.ExitCode);
        return Path.Combine(_folder.FullName, "out", app);
    }

    public void Dispose() => _folder.Delete(true);
}
