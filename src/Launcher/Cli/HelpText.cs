using System.CommandLine;

namespace DdRun.Launcher.Cli;

internal static class HelpText
{
    public const string Usage = "Usage: dd-run [options] [--] command [args…]";

    private const string Examples = """
        Examples:
          dd-run dotnet MyApp.dll                      trace it, send to the agent on localhost:8126
          dd-run --local dotnet run                    no agent: watch the traces in this terminal
          dd-run --local --ui dotnet MyApp.dll         or on a page in the browser, with metrics and logs
          dd-run view                                  the page alone: a local agent for any tracer, StatsD or OpenTelemetry
          dd-run --service shop --env prod ./MyApp     any .NET 8, 9 or 10 program, or a script that starts some
          dd-run manifest init --app MyApp.dll         write a first manifest from the app's own methods
          dd-run explain 'MyApp.**.Get*' --app MyApp.dll   why is a method traced, or why not?
          dd-run ps                                    which .NET processes run here, and which are traced?
          dd-run attach 4711                           trace a process that already runs
          dd-run watch 'Shop.Cart.*(*)' --if error     what comes in and goes out of methods of a process that runs
          dd-run trace 'Shop.Cart.Checkout(*)'         and where the time of a call goes; see also monitor, stack, loaded
        """;

    private const string Behaviour = """
        Options are recognised before the command only; everything from the command on is passed on as it is. dd-run
        replaces itself by the command: process id, signals, terminal and exit code are the command's own; with --local
        it stays as the parent, and passes signals and exit code on. Everything is handed over in environment variables,
        so .NET programs which the command starts are traced too; the dotnet SDK's own commands (build, restore, …) are
        not.

        Exit codes of dd-run's own: 2 wrong usage, 125 refused by --strict, 126 command cannot be run, 127 not found.
        """;

    public static void Write(TextWriter output)
    {
        output.WriteLine("Traces .NET programs without touching their code.");
        output.WriteLine();
        output.WriteLine(Usage);
        output.WriteLine("       dd-run manifest|explain|env|view|completion …   (each has its own --help)");
        output.WriteLine("       dd-run ps|watch|trace|monitor|stack|loaded|rules|attach|detach …   for processes that run already");
        output.WriteLine();
        output.WriteLine("Options:");
        foreach (var option in Options.All)
            WriteOption(option, output);
        output.WriteLine();
        output.WriteLine(Examples);
        output.WriteLine();
        output.WriteLine(Behaviour);
    }

    private static void WriteOption(Option option, TextWriter output)
    {
        const int column = 26, width = 92;
        var names = string.Join(", ", option.Aliases.Append(option.Name));
        var left = $"  {names}{(option.HelpName is { } value ? " " + value : "")}";
        var line = left.PadRight(column - 1);
        foreach (var word in (option.Description ?? "").Split(' '))
        {
            if (line.Length + word.Length + 1 > column + width)
            {
                output.WriteLine(line);
                line = new string(' ', column - 1);
            }

            line += " " + word;
        }

        output.WriteLine(line);
    }
}
