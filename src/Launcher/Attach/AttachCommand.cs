using System.ComponentModel;
using System.Diagnostics;
using DdRun.Launcher.Launch;
using Microsoft.Diagnostics.NETCore.Client;

namespace DdRun.Launcher.Attach;

/// <summary>Brings the profiler and the hook into a process that already runs, through the runtime's diagnostics port.</summary>
internal static class AttachCommand
{
    private const int ProfilerAlreadyActive = unchecked((int)0x8013136A);

    /// <summary>Where a process that has our code in it finds what is wanted of it.</summary>
    public const string CallVariable = "DD_RUN_LIVE_CALL";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="processId">Which process.</param>
    /// <param name="options">Complete, and without problems.</param>
    /// <param name="home">What is brought into it.</param>
    /// <param name="architecture">Its processor, as it says itself; null when it was not asked.</param>
    public static int Run(int processId, LaunchOptions options, Home home, string? architecture = null)
    {
        try
        {
            var client = new DiagnosticsClient(processId);
            var environment = client.GetProcessEnvironment();
            var preconditions = new Preconditions(home, environment.GetValueOrDefault);
            preconditions.Check(Executable(processId) is { } file ? TargetCommand.From(file, []) : null, options.Manifests, architecture);
            foreach (var problem in preconditions.Problems)
                Message.Write(problem);
            if (preconditions.Hook is null || preconditions.Profiler is null)
                return ExitCodes.Refused;
            if (!CanSee(processId, preconditions.Hook, preconditions.Profiler))
            {
                Message.Write($"process {processId} runs in a container that has no {home.Folder}: mount it there read-only, under the same path");
                return ExitCodes.Refused;
            }

            // Seen by managed code only, which is where they are read; and by what the process starts from now on.
            foreach (var (name, value) in TargetEnvironment.Compose(options, preconditions.Hook, preconditions.Profiler, environment.GetValueOrDefault))
                client.SetEnvironmentVariable(name, value);
            // Of a process that was looked into only: it is for what the process starts from now on.
            if (!string.IsNullOrEmpty(environment.GetValueOrDefault("DD_RUN_LIVE_ONLY")))
                client.SetEnvironmentVariable("DD_RUN_LIVE_ONLY", "");
            if (OperatingSystem.IsLinux() && !OurCode.IsHook(preconditions.Hook))
            {
                Message.Write($"process {processId} is not traced: {preconditions.Hook} is not the hook of dd-run");
                return ExitCodes.Refused;
            }

            // One that was traced before has the profiler still.
            var ours = OurCode.In(processId);
            if (!ours.HasProfiler)
                client.AttachProfiler(Patience, Guid.Parse(TargetEnvironment.ProfilerId), preconditions.Profiler, null);
            if (ours.IsIn)
                client.SetEnvironmentVariable(CallVariable, "1;attach");
            client.ApplyStartupHook(ours.IsIn ? OurCode.Again(ours.Hook) : preconditions.Hook);
            if (!ours.IsIn && !HasLoaded(processId, preconditions.Hook))
            {
                Message.Write($"process {processId} is not traced: it switches startup hooks off; start it with dd-run instead");
                return ExitCodes.Refused;
            }

            Message.Write($"tracing process {processId}");
            return ExitCodes.Success;
        }
        catch (ServerNotAvailableException)
        {
            Message.Write($"process {processId} has no .NET diagnostics port: not a .NET process, another user's, or DOTNET_EnableDiagnostics=0");
        }
        catch (Exception exception) when (exception.HResult == ProfilerAlreadyActive)
        {
            Message.Write($"process {processId} has a profiler already");
        }
        catch (Exception exception) when (exception is DiagnosticsClientException or IOException or TimeoutException or UnauthorizedAccessException)
        {
            Message.Write($"process {processId}: {exception.Message}");
        }

        return ExitCodes.Refused;
    }

    // The runtime says yes also where the program has switched hooks off.
    private static bool HasLoaded(int processId, string hook) =>
        $"/proc/{processId}/maps" is var maps && (!File.Exists(maps) || File.ReadAllText(maps).Contains(Path.GetFileName(hook), StringComparison.Ordinal));

    // A process may have other files under the same paths.
    private static bool CanSee(int processId, params ReadOnlySpan<string> files)
    {
        if (!OperatingSystem.IsLinux() || Namespace($"{processId}") is not { } its || its == Namespace("self"))
            return true;
        foreach (var file in files)
        {
            if (!File.Exists($"/proc/{processId}/root{file}"))
                return false;
        }

        return true;
    }

    private static string? Namespace(string process)
    {
        try
        {
            return new FileInfo($"/proc/{process}/ns/mnt").LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Executable(int processId)
    {
        if (OperatingSystem.IsLinux())
            return $"/proc/{processId}/exe" is var link && File.Exists(link) ? link : null;
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.MainModule?.FileName;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It has ended, or is another user's.
            return null;
        }
    }
}
