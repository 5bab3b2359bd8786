using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Live.Channel;

/// <summary>Why a process cannot be looked into, as a sentence for the user.</summary>
internal sealed class LiveFailure(string message, int exitCode = ExitCodes.Refused) : Exception(message)
{
    public int ExitCode => exitCode;

    /// <summary>Where in the text that was sent, from 1 on; null when it is about none.</summary>
    public (long Line, long Column)? Position { get; init; }
}
