using System.CommandLine;
using DdRun.Launcher.Attach;
using DdRun.Launcher.Cli;
using DdRun.Launcher.Launch;
using DdRun.Launcher.Live.Channel;
using DdRun.Launcher.Live.Processes;
using DdRun.Launcher.Live.Rendering;

namespace DdRun.Launcher.Live;

/// <summary><c>dd-run attach</c>: traces a process that runs, or changes the rules of one that is traced already.</summary>
internal static class AttachAgainCommand
{
    private static readonly Option<bool> Local = new("--local") { Description = "Show the traces here, and detach at the end (Ctrl-C).", Arity = ArgumentArity.Zero };

    /// <param name="inherited">The options that become the process's variables.</param>
    public static Command Make(IEnumerable<Option> inherited)
    {
        var target = LiveOptions.ProcessArgument();
        var command = new Command("attach", """
            Trace a process that already runs. A second time: change its rules.

            Examples:
              dd-run attach 4711 --manifest rules.json                         from now on, to the agent
              dd-run attach Shop --manifest other.json                         again: other rules
              dd-run attach Shop --local                                       for a look: traces are shown here
            """)
        { target, Local };
        foreach (var option in inherited)
            command.Options.Add(option);
        command.Options.Add(Options.Colorless);
        command.SetAction(parsed =>
        {
            var options = AttachOptions.Complete(Options.Read(parsed), Environment.GetEnvironmentVariable);
            foreach (var problem in options.Problems)
                Message.Write(problem);
            if (options.Problems.Count > 0)
                return ExitCodes.Usage;
            var home = Home.Locate(Environment.GetEnvironmentVariable);
            if (!OperatingSystem.IsLinux())
                return int.TryParse(parsed.GetValue(target), out var id) ? AttachCommand.Run(id, options, home) : LiveCommands.RefusePlatform();
            return LiveSession.Guarded(interruption =>
            {
                if (TargetResolver.Resolve(parsed.GetValue(target), out var exitCode) is not { } process)
                    return exitCode;
                var isTraced = process.IsPrepared && LiveSession.At(process, interruption, connection => LiveSession.Ask(process, connection, "status", null, interruption.Token)[^1].IsTrue("traced"));
                if (parsed.GetValue(Local))
                    return LocalAttach.Run(process, isTraced, options, home, interruption, Style.For(1, parsed.GetValue(Options.Colorless), Environment.GetEnvironmentVariable));
                return isTraced ? ChangeRules(process, options, interruption) : AttachCommand.Run(process.Id, options, home, process.Architecture);
            });
        });
        return command;
    }

    private static int ChangeRules(DotnetProcess process, LaunchOptions options, Interruption interruption)
    {
        switch (options.Manifests)
        {
            case []:
                Message.Write($"process {process.Id} is traced already; --manifest changes its rules");
                return ExitCodes.Success;
            case [var manifest]:
                if (!ManifestText.TryRead(manifest, out var text))
                    return ExitCodes.Usage;
                var changed = LiveSession.At(process, interruption, connection => ManifestText.Set(process, connection, interruption, manifest, text!));
                Message.Write($"process {process.Id} was traced already, and has other rules now; {RulesCommand.Changed(changed)}");
                return ExitCodes.Success;
            default:
                throw new LiveFailure($"process {process.Id} is traced already, and takes one manifest in place of its rules", ExitCodes.Usage);
        }
    }
}
