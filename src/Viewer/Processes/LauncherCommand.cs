using System.Diagnostics;

namespace DdRun.Viewer.Processes;

/// <summary>One of the launcher's commands that look into a process. When it is disposed it is gone, and the process has its own code back within a second.</summary>
internal sealed class LauncherCommand : IDisposable
{
    private readonly Process _process;

    private LauncherCommand(Process process) => _process = process;

    /// <summary>An object a line.</summary>
    public StreamReader Output => _process.StandardOutput;

    /// <summary>What it says around them.</summary>
    public StreamReader Notes => _process.StandardError;

    /// <param name="launcher">The words by which the launcher is started.</param>
    /// <param name="arguments">The command and what follows it.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The launcher cannot be started.</exception>
    public static LauncherCommand Start(IReadOnlyList<string> launcher, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(launcher[0], [.. launcher.Skip(1), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // As for the viewer itself: it is none of the programs that a surrounding dd-run traces.
        start.Environment.Remove("DOTNET_STARTUP_HOOKS");
        start.Environment.Remove("CORECLR_ENABLE_PROFILING");
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new(process);
    }

    public async Task<int> EndAsync(CancellationToken cancelled)
    {
        await _process.WaitForExitAsync(cancelled);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        try
        {
            _process.Kill();
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended.
        }

        _process.Dispose();
    }
}
