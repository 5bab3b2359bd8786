using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Live.Channel;

/// <summary>Why a process cannot be looked into, as a sentence for the user.</summary>
internal sealed class LiveFailure(string message, int exitCode = ExitCodes.Refused) : Exception(message)
{
    public int ExitCode => exitCode;
}
