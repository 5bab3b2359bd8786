using System.Diagnostics;
using System.Text;

namespace DdRun.Launcher.Tests;

/// <summary>Runs the launcher that <c>./build.sh</c> has built.</summary>
internal sealed class DdRunProcess
{
    public static string Root { get; } = FindRoot();

    public static string Executable { get; } = Path.Combine(Root, "artifacts", "bin", "dd-run");

    public required int ExitCode { get; init; }
    public required string Output { get; init; }
    public required string Error { get; init; }

    public static DdRunProcess Run(params string[] arguments) => RunWith([], arguments);

    public static DdRunProcess RunWith(Dictionary<string, string?> environment, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new() { ExitCode = process.ExitCode, Output = output, Error = error.Result };
    }

    public static Process Start(Dictionary<string, string?> environment, params string[] arguments)
    {
        Assert.True(File.Exists(Executable), "run ./build.sh first");
        var start = new ProcessStartInfo(Executable)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.Latin1,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "build.sh"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
