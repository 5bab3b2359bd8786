using System.Diagnostics;
using System.Text;
using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Tests;

/// <summary>Runs the launcher that <c>./build.sh</c> has built.</summary>
internal sealed class DdRunProcess
{
    public static string Root { get; } = FindRoot();

    public static string Executable { get; } = Path.Combine(Root, "artifacts", "bin", "dd-run");

    /// <summary>Something to inject, for targets that do not look at it, and what really draws.</summary>
    public static Dictionary<string, string?> SomeHome { get; } = new() { ["DD_RUN_HOME"] = MakeHome("some-home", withViewer: true) };

    public required int ExitCode { get; init; }
    public required string Output { get; init; }
    public required string Error { get; init; }

    public static DdRunProcess Run(params string[] arguments) => RunWith([], arguments);

    public static DdRunProcess RunWith(Dictionary<string, string?> environment, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new() { ExitCode = process.ExitCode, Output = output, Error = error.Result };
    }

    public static Process Start(Dictionary<string, string?> environment, params string[] arguments)
    {
        Assert.True(File.Exists(Executable), "run ./build.sh first");
        // Whoever runs the tests in the background may have signals ignored, and everything below would inherit that.
        var start = new ProcessStartInfo("env", ["--default-signal=HUP,INT,QUIT,TERM", Executable, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.Latin1,
        };
        // What ours has to say, tests read there.
        start.Environment["DD_TRACE_LOG_SINKS"] = "stderr";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public static string MakeHome(string name, bool withViewer = false)
    {
        var home = new Home(Path.Combine(AppContext.BaseDirectory, name));
        foreach (var file in (string[])[home.Hook, home.NativeLibrary(Home.OwnRid)])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, []);
        }

        var viewer = Path.Combine(home.Folder, "viewer");
        if (withViewer && !Directory.Exists(viewer))
            Directory.CreateSymbolicLink(viewer, Path.Combine(Root, "artifacts", "home", "viewer"));
        return home.Folder;
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "build.sh")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
