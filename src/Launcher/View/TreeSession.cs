using System.Diagnostics;
using System.IO.Pipes;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using DdRun.Launcher.Launch;

namespace DdRun.Launcher.View;

/// <summary>
/// An agent's ports from now on, and the program that reads what comes there as soon as it runs: what is sent before waits in the system. It ends with
/// us, however we end.
/// </summary>
internal sealed class TreeSession : IDisposable
{
    private const int StandardOutput = 1, StandardError = 2, Waiting = 512;

    private readonly Socket _traces = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket? _metrics;
    private CompanionProcess? _companion;
    private AnonymousPipeServerStream? _life;
    private Process? _process;

    /// <param name="withMetrics">Whether there is a port for metrics as well.</param>
    /// <exception cref="SocketException">There are no ports.</exception>
    public TreeSession(bool withMetrics)
    {
        try
        {
            _traces.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _traces.Listen(Waiting);
            AgentUrl = $"http://{_traces.LocalEndPoint}";
            if (!withMetrics)
                return;
            _metrics = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            _metrics.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            DogStatsdUrl = $"udp://{_metrics.LocalEndPoint}";
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string AgentUrl { get; }

    public string? DogStatsdUrl { get; }

    /// <summary>Whether nothing is read any more.</summary>
    public bool HasEnded => _companion?.HasEnded ?? _process?.HasExited ?? true;

    /// <summary>Starts what reads and draws. Whether it runs or not, the ports are its own from now on: when it ends, senders are refused.</summary>
    /// <param name="toOutput">Whether it draws on standard output, and not on standard error.</param>
    /// <param name="colors">Whether it draws in colors.</param>
    /// <exception cref="Exception">It does not start.</exception>
    public void Start(TreeProgram program, bool toOutput, bool colors)
    {
        List<string> arguments = [.. program.Arguments];
        if (toOutput)
            arguments.Add("--stdout");
        if (colors)
            arguments.Add("--colors");
        if (_metrics is not null)
            arguments.Add("--summary");
        try
        {
            if (OperatingSystem.IsWindows())
                StartOnWindows(program, arguments);
            else
                StartOnUnix(program, arguments, toOutput ? StandardOutput : StandardError);
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Has what was sent until now drawn, and comes back when that is done.</summary>
    /// <returns>The exit code of what drew.</returns>
    public int Finish()
    {
        _life?.Dispose();
        if (_companion is not null)
            return _companion.Wait();
        if (_process is null)
            return ExitCodes.Success;
        _process.StandardInput.Close();
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>Closes our own ends of the ports.</summary>
    public void Dispose()
    {
        _traces.Dispose();
        _metrics?.Dispose();
    }

    private void StartOnUnix(TreeProgram program, List<string> arguments, int output)
    {
        // Closes on exec: nobody but us holds its other end.
        _life = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.None);
        using var input = _life.ClientSafePipeHandle;
        arguments.Add("--traces={0}");
        if (_metrics is not null)
            arguments.Add("--metrics={1}");
        var traces = (int)_traces.Handle;
        _companion = CompanionProcess.Start(program.File, arguments, program.Changes, (int)input.DangerousGetHandle(), output, _metrics is null ? [traces] : [traces, (int)_metrics.Handle]);
    }

    [SupportedOSPlatform("windows")]
    private void StartOnWindows(TreeProgram program, List<string> arguments)
    {
        var start = new ProcessStartInfo(program.File, arguments) { UseShellExecute = false, RedirectStandardInput = true };
        foreach (var name in program.Changes.Keys)
            start.Environment.Remove(name);
        _process = Process.Start(start) ?? throw new IOException($"{program.File} does not start");
        foreach (var socket in (Socket?[])[_traces, _metrics])
            if (socket is not null)
                _process.StandardInput.Write(Convert.ToBase64String(socket.DuplicateAndClose(_process.Id).ProtocolInformation) + "\n");
        _process.StandardInput.Flush();
    }
}
