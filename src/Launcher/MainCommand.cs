using System.CommandLine;
using DdRun.Diagnostics;
using DdRun.Launcher.Cli;
using DdRun.Launcher.Info;
using DdRun.Launcher.Launch;
using DdRun.Launcher.View;

namespace DdRun.Launcher;

internal static class MainCommand
{
    // An "@file" or "[directive]" is the target's business.
    private static readonly ParserConfiguration Configuration = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    public static int Run(string[] arguments)
    {
        StandardStreams.Fill();
        WindowsConsole.UseUtf8();
        try
        {
            return Choose(arguments);
        }
        catch (IOException exception)
        {
            Message.Write($"stdout: {exception.Message}");
            return ExitCodes.Failure;
        }
    }

    private static int Choose(string[] arguments)
    {
        var split = SplitArguments.Of(arguments);
        if (split.CommandIndex == 0 && !split.Separated && arguments.Length > 0 && OwnCommands.Has(arguments[0]))
            return OwnCommands.Run(arguments);

        // Not a RootCommand: that reads its name out of the program's metadata, which takes a fifth of our time.
        var root = new Command("dd-run") { TreatUnmatchedTokensAsErrors = true };
        foreach (var option in Options.All)
            root.Options.Add(option);

        var parsed = root.Parse(split.Own, Configuration);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                Message.Write(error.Message);
            Message.WriteLine(HelpText.Usage + "   (dd-run --help explains them)");
            return ExitCodes.Usage;
        }

        if (parsed.GetValue(Options.Help))
        {
            HelpText.Write(Console.Out);
            return ExitCodes.Success;
        }

        if (parsed.GetValue(Options.Version))
        {
            Console.Out.WriteLine(Product.Line);
            return ExitCodes.Success;
        }

        var options = Options.Read(parsed);
        if (parsed.GetValue(Options.Info))
        {
            foreach (var problem in options.Problems)
                Message.Write(problem);
            var changes = TargetEnvironment.Compose(options, null, null, Environment.GetEnvironmentVariable);
            string? Lookup(string name) => changes.TryGetValue(name, out var value) ? value : Environment.GetEnvironmentVariable(name);
            new InfoReport(Console.Out, Style.For(1, parsed.GetValue(Options.Colorless), Lookup)).Write(new(Lookup), Home.Locate(Lookup), Lookup);
            return ExitCodes.Success;
        }

        if (split.CommandIndex == arguments.Length)
        {
            HelpText.Write(Console.Out);
            return ExitCodes.NoCommand;
        }

        return Start(parsed, options, arguments, split.CommandIndex);
    }

    private static int Start(ParseResult parsed, LaunchOptions options, string[] arguments, int commandIndex)
    {
        Func<string, string?> environment = Environment.GetEnvironmentVariable;
        var executable = Executable.Find(arguments[commandIndex], environment, out var exitCode, out var reason);
        if (executable is null)
        {
            Message.Write($"{arguments[commandIndex]}: {reason}");
            return exitCode;
        }

        string? hook = null, profiler = null;
        try
        {
            options = options with { Manifests = PipedManifests.Keep(options.Manifests) };
            var target = TargetCommand.From(executable, arguments.AsSpan(commandIndex + 1).ToArray());
            var preconditions = new Preconditions(Home.Locate(environment), environment);
            if (!target.IsSdkTool)
            {
                preconditions.Check(target, options.Manifests);
                options = options with { CheckedManifests = preconditions.Checked, Trimmed = preconditions.Trimmed, IsUnwoven = preconditions.Profiler is null };
                IReadOnlyList<string> problems = [.. options.Problems, .. preconditions.Problems];
                foreach (var problem in problems)
                    Message.Write(problem);
                if (problems.Count > 0 && parsed.GetValue(Options.Strict))
                    return ExitCodes.Refused;
            }

            (hook, profiler) = (preconditions.Hook, preconditions.Profiler);
        }
        catch (Exception exception)
        {
            Message.Write($"not tracing: {exception.Message}");
            if (parsed.GetValue(Options.Strict))
                return ExitCodes.Refused;
        }

        var onPage = parsed.GetValue(Options.Ui);
        if (!parsed.GetValue(Options.Local) && !onPage)
            return Told(Run(options with { Replaces = !OperatingSystem.IsWindows() }, null));

        if (options.AgentUrl is not null)
            Message.Write("--local shows the traces here; --agent-url is not used");
        if (options.Exporter == LaunchOptions.Otlp || options.Endpoint is not null)
            Message.Write("--local shows the traces here; --exporter and --endpoint are not used");
        options = options with { RuntimeMetrics = options.RuntimeMetrics || environment("DD_RUNTIME_METRICS_ENABLED") is null, Replaces = false };
        if (onPage)
        {
            if (Viewer.Find(Home.Locate(environment), environment, out var missing) is not { } viewer)
                Message.Write($"--ui: {missing}");
            else if (PageSession.Run(options, viewer, chosen => Run(chosen, null)) is { } ended)
                return Told(ended);
        }

        if (TreeProgram.Find(Home.Locate(environment), environment, out var absent) is not { } program)
        {
            Message.Write($"--local shows nothing: {absent}");
            return Told(Run(options, null));
        }

        return Told(LocalSession.Run(options, program, Run, Style.For(2, parsed.GetValue(Options.Colorless), environment).HasColors));

        // Once the run has ended.
        int Told(int code)
        {
            LoggedErrors.Tell(LogFolder.Of(environment));
            return code;
        }

        int Run(LaunchOptions chosen, Action? started)
        {
            var changes = TargetEnvironment.Compose(chosen, hook, profiler, environment);
            if (chosen.Replaces == true)
            {
                Exec.Apply(changes);
                return Exec.Replace(arguments, commandIndex);
            }

            return RunChild(changes, started);
        }

        int RunChild(Dictionary<string, string?> changes, Action? started)
        {
            if (OperatingSystem.IsWindows())
            {
                // What the target sends waits for whoever is to read it, however much later that one is there.
                started?.Invoke();
                return WindowsProcess.Run(executable, arguments.Skip(commandIndex + 1), changes);
            }

            using var process = SpawnedProcess.Start(arguments, commandIndex, changes, out var failure);
            if (process is null)
                return failure;
            started?.Invoke();
            return process.Wait();
        }
    }
}
