using System.CommandLine;
using System.CommandLine.Parsing;
using DdRun.Launcher.Cli;
using DdRun.Launcher.Launch;
using DdRun.Launcher.Live;
using DdRun.Launcher.Manifests;
using DdRun.Launcher.Variables;
using DdRun.Launcher.View;

namespace DdRun.Launcher;

/// <summary>The commands of <c>dd-run</c> itself. A program of the same name is started with <c>dd-run -- name</c>.</summary>
internal static class OwnCommands
{
    private static readonly string[] Names = ["attach", "completion", "detach", "env", "explain", "loaded", "manifest", "monitor", "ps", "rules", "stack", "trace", "view", "watch"];

    // Those that become the target's variables.
    private static readonly Option[] Inherited =
        [Options.Manifest, Options.Service, Options.Env, Options.VersionTag, Options.AgentUrl, Options.RuntimeMetrics, Options.Debug];

    public static bool Has(string name) => Names.Contains(name);

    public static int Run(string[] arguments)
    {
        // The viewer's options are its own.
        if (arguments[0] == "view")
            return ViewCommand.Run(arguments[1..], Home.Locate(Environment.GetEnvironmentVariable));
        var root = new RootCommand("Traces .NET programs without touching their code.") { ManifestCommands.Manifest(), ManifestCommands.Explain(LiveOptions.Process, LiveOptions.Json, ExplainProcess.Run), AttachAgainCommand.Make(Inherited), Variables() };
        foreach (var command in LiveCommands.All())
            root.Subcommands.Add(command);
        if (arguments is ["completion", "words", .. var typed])
        {
            foreach (var word in CompletionWords.Of(root, Names, typed))
                Console.Out.WriteLine(word);
            return ExitCodes.Success;
        }

        // An "@file" is nothing here, and may be part of an expression.
        var parsed = root.Parse(arguments, new() { ResponseFileTokenReplacer = null });
        // First: what else is wrong may come of them.
        string[] problems = [.. StrayOptions.In(parsed, arguments)];
        if (problems.Length == 0)
            problems = [.. parsed.Errors.Select(error => error.Message)];
        if (problems.Length > 0)
        {
            foreach (var problem in problems)
                Message.Write(problem);
            Message.WriteLine($"dd-run {Path(parsed.CommandResult)}--help explains the usage");
            return ExitCodes.Usage;
        }

        return parsed.Invoke(new() { EnableDefaultExceptionHandler = false });
    }

    private static string Path(CommandResult result) => result.Parent is CommandResult parent ? $"{Path(parent)}{result.Command.Name} " : "";

    private static Command Variables()
    {
        string[] formats = [.. VariableFormat.All.Select(format => format.Name)];
        var format = new Option<string>("--format", "-f") { HelpName = "FORMAT", Description = $"One of {string.Join(", ", formats)}.", DefaultValueFactory = _ => "sh" };
        format.AcceptOnlyFromAmong(formats);
        var folder = new Option<string>("--home") { HelpName = "FOLDER", Description = "Where 'home' is when the target runs. Default: where it is now." };
        var platform = new Option<string>("--platform") { HelpName = "RID", Description = "Where the target runs, such as linux-arm64. Default: dd-run's own platform." };
        var command = new Command("env", "Show the variables that dd-run would set, for where it cannot be put in front.") { format, folder, platform };
        foreach (var option in Inherited)
            command.Options.Add(option);
        command.SetAction(parsed => VariableReport.Run(
            VariableFormat.All.First(candidate => candidate.Name == parsed.GetValue(format)), Options.Read(parsed), parsed.GetValue(platform), parsed.GetValue(folder)));
        return command;
    }
}
