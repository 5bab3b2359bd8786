using System.CommandLine;
using DdRun.Launcher.Launch;
using DdRun.Launcher.Live.Channel;
using DdRun.Launcher.Live.Processes;
using DdRun.Launcher.Live.Rendering;

namespace DdRun.Launcher.Live;

/// <summary><c>dd-run detach</c>: a process as if it had never been traced.</summary>
internal static class DetachCommand
{
    public static Command Make()
    {
        var target = LiveOptions.ProcessArgument();
        var command = new Command("detach", """
            Put every method of a process back and stop tracing it. What has been recorded is sent first.

            Examples:
              dd-run detach Shop
              dd-run detach 4711
            """)
        { target };
        command.SetAction(parsed => LiveSession.Guarded(interruption =>
        {
            if (TargetResolver.Resolve(parsed.GetValue(target), out var exitCode) is not { } process)
                return exitCode;
            // To ask would bring into it what is to leave.
            var done = process.IsPrepared ? LiveSession.At(process, interruption, connection => IfTraced(process, connection, interruption.Token)) : NotTraced(process);
            Message.Write(done);
            return ExitCodes.Success;
        }));
        return command;
    }

    private static string IfTraced(DotnetProcess process, LiveConnection connection, CancellationToken stop) =>
        LiveSession.Ask(process, connection, "status", null, stop)[^1].IsTrue("traced") ? From(process, connection, stop) : NotTraced(process);

    private static string NotTraced(DotnetProcess process) => $"process {process.Id} is not traced by dd-run";

    /// <returns>What has been done, for the user.</returns>
    public static string From(DotnetProcess process, LiveConnection connection, CancellationToken stop = default)
    {
        var ended = LiveSession.Ask(process, connection, "detach", null, stop)[^1];
        return $"process {process.Id} is not traced any more: {EventText.Count(ended.Number("restored"), "method")} put back";
    }
}
