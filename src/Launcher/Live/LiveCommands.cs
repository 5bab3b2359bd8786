using System.CommandLine;
using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Live;

/// <summary>The commands that look into processes which run already.</summary>
internal static class LiveCommands
{
    public static IEnumerable<Command> All() =>
    [
        PsCommand.Make(), ObserveCommands.Watch(), ObserveCommands.Trace(), ObserveCommands.Monitor(), ObserveCommands.Stack(), LoadedCommand.Make(), RulesCommand.Make(),
        DetachCommand.Make(), CompletionCommand.Make(),
    ];

    public static int RefusePlatform()
    {
        Message.Write("processes that run are found on Linux only, for now");
        return ExitCodes.Refused;
    }
}
