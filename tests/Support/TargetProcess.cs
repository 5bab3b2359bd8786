using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace DdRun.Testing;

/// <summary>A running target, with or without <c>dd-run</c>.</summary>
public sealed partial class TargetProcess : IDisposable
{
    public const int Hangup = 1;
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int Terminate = 15;

    // Variables of whoever runs the tests must not reach the target.
    private static readonly string[] Foreign = ["DD_", "OTEL_", "CORECLR_", "COR_", "DOTNET_STARTUP_HOOKS", "DOTNET_Tiered", "DOTNET_ReadyToRun", "XDG_CACHE_HOME", "XDG_STATE_HOME"];

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Task _outputEnd;
    private readonly Task<string> _errors;
    private bool _isDisposed;

    private TargetProcess(Process process)
    {
        _process = process;
        _outputEnd = ReadOutput();
        _errors = process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    /// <summary>Lines of standard output as they come.</summary>
    public Recorder<string> Lines { get; } = new();

    public static async Task<TargetResult> Run(Target target)
    {
        using var process = Start(target);
        return await process.Exit().ConfigureAwait(false);
    }

    public static TargetProcess Start(Target target)
    {
        string[] command = target.LauncherArguments is { } arguments
            ? [Repository.Launcher, .. arguments, "--", .. target.Command]
            : target.Command;
        // Whoever runs the tests in the background may have signals ignored, and everything below would inherit that.
        command = ["env", "--default-signal=HUP,INT,QUIT,TERM", .. command];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = target.WorkingDirectory ?? "",
        };
        foreach (var name in start.Environment.Keys.Where(name => Array.Exists(Foreign, prefix => name.StartsWith(prefix, StringComparison.Ordinal))).ToArray())
            start.Environment.Remove(name);
        // What ours has to say, tests read there.
        start.Environment["DD_TRACE_LOG_SINKS"] = "stderr";
        foreach (var (name, value) in target.Environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Write(target.Input);
        if (!target.IsInteractive)
            process.StandardInput.Close();
        return new(process);
    }

    public Task<string> Line(string text) => Lines.WaitForAny(line => line.Contains(text, StringComparison.Ordinal), $"the line '{text}'");

    /// <summary>For a target that is interactive.</summary>
    public void Write(string text)
    {
        _process.StandardInput.Write(text);
        _process.StandardInput.Flush();
    }

    /// <summary>For a target that is interactive: no more input comes.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    public void Signal(int number)
    {
        if (Kill(Id, number) != 0)
            throw new InvalidOperationException($"kill: errno {Marshal.GetLastPInvokeError()}");
    }

    public async Task<TargetResult> Exit()
    {
        using var bound = new CancellationTokenSource(Recorder<string>.Bound);
        try
        {
            await _process.WaitForExitAsync(bound.Token).ConfigureAwait(false);
            await _outputEnd.WaitAsync(bound.Token).ConfigureAwait(false);
            return new(_process.ExitCode, _output.ToString(), await _errors.WaitAsync(bound.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            Dispose();
            throw new TimeoutException($"the target did not exit; it wrote\n{_output}");
        }
    }

    private async Task ReadOutput()
    {
        while (await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            _output.Append(line).Append('\n');
            Lines.Add(line);
        }
    }

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
