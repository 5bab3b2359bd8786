using System.CommandLine;
using System.CommandLine.Parsing;
using DdRun.Launcher.Attach;
using DdRun.Launcher.Launch;
using DdRun.Launcher.Manifests;

namespace DdRun.Launcher.Cli;

/// <summary>The commands of <c>dd-run</c> itself. A program of the same name is started with <c>dd-run -- name</c>.</summary>
internal static class Tools
{
    private static readonly string[] Names = ["attach", "explain", "manifest"];

    public static bool Has(string name) => Names.Contains(name);

    public static int Run(string[] arguments)
    {
        var root = new RootCommand("Traces .NET programs without touching their code.") { ManifestCommands.Manifest(), ManifestCommands.Explain(), Attach() };
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                Message.Write(error.Message);
            Message.WriteLine($"dd-run {Path(parsed.CommandResult)}--help explains the usage");
            return ExitCodes.Usage;
        }

        return parsed.Invoke(new() { EnableDefaultExceptionHandler = false });
    }

    private static string Path(CommandResult result) => result.Parent is CommandResult parent ? $"{Path(parent)}{result.Command.Name} " : "";

    private static Command Attach()
    {
        var process = new Argument<int>("PID") { Description = "The process to trace." };
        var command = new Command("attach", "Trace a process that already runs.") { process };
        Option[] options = [Options.Manifest, Options.Service, Options.Env, Options.VersionTag, Options.AgentUrl, Options.RuntimeMetrics, Options.Debug];
        foreach (var option in options)
            command.Options.Add(option);
        command.SetAction(parsed => AttachCommand.Run(parsed.GetValue(process), Options.Read(parsed), Home.Locate(Environment.GetEnvironmentVariable)));
        return command;
    }
}
