using DdRun.Launcher.Attach;
using DdRun.Launcher.Cli;
using DdRun.Launcher.Launch;
using DdRun.Launcher.Live.Channel;
using DdRun.Launcher.Live.Processes;
using DdRun.Launcher.View;

namespace DdRun.Launcher.Live;

/// <summary><c>dd-run attach --local</c>: a process is traced for as long as this command runs, which shows what it sends.</summary>
internal static class LocalAttach
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(200);

    public static int Run(DotnetProcess process, bool isTraced, LaunchOptions options, Home home, Interruption interruption, Style style)
    {
        if (isTraced)
            throw new LiveFailure($"process {process.Id} is traced already, and sends elsewhere: dd-run detach {process.Id} ends that");
        if (process.Facts.Root.Length > 0)
            throw new LiveFailure($"process {process.Id} runs in a container, whose network is its own: attach it without --local");
        if (options.AgentUrl is not null)
            Message.Write("--local shows the traces here; --agent-url is not used");

        if (TreeProgram.Find(home, Environment.GetEnvironmentVariable, out var reason) is not { } program)
            throw new LiveFailure($"--local: {reason}");

        using var tree = new TreeSession(withMetrics: false);
        tree.Start(program, toOutput: true, style.HasColors);
        try
        {
            var attached = AttachCommand.Run(process.Id, options with { AgentUrl = tree.AgentUrl }, home, process.Architecture);
            if (attached != ExitCodes.Success)
                return attached;
            return LiveSession.At(process, interruption, connection => Stay(process, connection, interruption, () => tree.HasEnded));
        }
        finally
        {
            // What was sent last is shown.
            tree.Finish();
        }
    }

    private static int Stay(DotnetProcess process, LiveConnection connection, Interruption interruption, Func<bool> isOver)
    {
        // However this command ends, a kill included.
        try
        {
            LiveSession.Ask(process, connection, "detachAtEnd", null, interruption.Token);
        }
        catch (LiveFailure failure)
        {
            Message.Write($"should this command be killed, process {process.Id} stays traced: {failure.Message}");
        }

        while (!interruption.Token.WaitHandle.WaitOne(s_step) && !isOver())
        {
            if (ProcessFacts.Read(process.Id) is not { State: not ('Z' or 'X') } now || now.StartTicks != process.Facts.StartTicks)
            {
                Message.Write($"process {process.Id} has ended");
                return ExitCodes.Success;
            }
        }

        Message.Write(DetachCommand.From(process, connection));
        return interruption.ExitCode;
    }
}
