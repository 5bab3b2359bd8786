using DdRun.Launcher.Attach;
using DdRun.Launcher.Launch;
using DdRun.Launcher.Live.Processes;
using Microsoft.Diagnostics.NETCore.Client;

namespace DdRun.Launcher.Live.Channel;

/// <summary>Asks a process through its diagnostics port to connect, from a thread of its own: a process that does not answer keeps whoever asks.</summary>
internal sealed class LiveCall(DotnetProcess process, Home home, string call)
{
    private const int ProfilerAlreadyActive = unchecked((int)0x8013136A);
    private const string OurHook = "DdRun.StartupHook.dll";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private volatile LiveFailure? _failure;
    private volatile bool _isDone;

    /// <summary>Why the process cannot be asked.</summary>
    public LiveFailure? Failure => _failure;

    /// <summary>Whether it has been asked, and nothing went wrong on this side.</summary>
    public bool IsDone => _isDone;

    public void Start()
    {
        _isDone = false;
        new Thread(Run) { IsBackground = true }.Start();
    }

    private void Run()
    {
        try
        {
            Ask(Client());
            _isDone = true;
        }
        catch (LiveFailure failure)
        {
            _failure = failure;
        }
        catch (ServerNotAvailableException)
        {
            _failure = new($"process {process.Id} has no .NET diagnostics port, or has ended");
        }
        catch (Exception exception) when (exception.HResult == ProfilerAlreadyActive)
        {
            _failure = new($"process {process.Id} has a profiler already");
        }
        catch (Exception exception)
        {
            _failure = new($"process {process.Id}: {exception.Message}");
        }
    }

    // By the address that is known already: the client would look through the whole folder for it, each time that it asks something.
    private DiagnosticsClient Client() => process.Port is { } port && !port.Contains(',', StringComparison.Ordinal)
        ? DiagnosticsClientConnector.FromDiagnosticPort(port + ",connect", CancellationToken.None).GetAwaiter().GetResult().Instance
        : new DiagnosticsClient(process.Id);

    private void Ask(DiagnosticsClient client)
    {
        var ours = OurCode.In(process.Id, process.Facts.Root);
        var (hook, profiler) = ours.IsIn ? (ours.Hook, null) : Inspect();
        // The runtime ends a process whose hook it cannot load.
        if (!ours.IsIn && !OurCode.IsHook(process.Facts.Root + hook))
            throw new LiveFailure($"process {process.Id} cannot be looked into: {hook} is not the hook of dd-run");
        if (!ours.HasProfiler)
            client.AttachProfiler(s_patience, Guid.Parse(TargetEnvironment.ProfilerId), profiler!, null);
        if (!ours.IsIn)
            client.SetEnvironmentVariable("DD_RUN_LIVE_ONLY", "1");
        client.SetEnvironmentVariable(AttachCommand.CallVariable, call);
        client.ApplyStartupHook(OurCode.Again(hook));
        // The runtime says yes also where the program has switched hooks off. Where ours are in already, the profiler may stand in for them.
        if (!ours.IsIn && !process.Facts.Maps().Contains(OurHook, StringComparison.Ordinal))
            throw new LiveFailure($"process {process.Id} cannot be looked into: it switches startup hooks off; start it with dd-run");
    }

    private (string Hook, string Profiler) Inspect()
    {
        var environment = process.Facts.StartEnvironment();
        var preconditions = new Preconditions(home, environment.GetValueOrDefault);
        preconditions.Check(TargetCommand.From($"/proc/{process.Id}/exe", []), [], process.Architecture);
        if (preconditions.Hook is not { } hook || preconditions.Profiler is not { } profiler)
            throw new LiveFailure($"process {process.Id} cannot be looked into: {string.Join("; ", preconditions.Problems)}");
        if (process.Facts.Root.Length > 0 && !(File.Exists(process.Facts.Root + hook) && File.Exists(process.Facts.Root + profiler)))
            throw new LiveFailure($"process {process.Id} runs in a container that has no {home.Folder}: mount it there read-only, under the same path");
        return (hook, profiler);
    }
}
