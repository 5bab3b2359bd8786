using System.CommandLine;
using DdRun.Launcher.Live.Processes;

namespace DdRun.Launcher.Live;

/// <summary>Options that several commands on running processes have.</summary>
internal static class LiveOptions
{
    private const string Target = "TARGET";

    public static readonly Option<bool> Json = Switch("--json", "One JSON object a line.");

    public static readonly Option<string> Process = MakeProcess();

    public static readonly Option<string> If = new("--if")
    {
        HelpName = "EXPR",
        Description = "Only calls for which it holds, such as 'cart.Total > 1000 && customer != \"nobody\"', 'duration > 50ms' or 'error'.",
    };

    public static readonly Option<string> Manifest = new("--manifest", "-m")
    {
        HelpName = "FILE",
        Description = "The methods that the rules of this manifest mean, or with a PATTERN those of them that it means as well. The process's own rules stay.",
    };

    public static readonly Option<int> Limit = Count("--limit", "-n", 100, "End after so many calls.");

    public static readonly Option<int> Levels = Count("--levels", "-x", 1, "Show objects so many levels deep.");

    public static readonly Option<int> PerSecond = Count("--per-second", null, 1000, "Show at most so many calls a second; the others are counted.");

    public static readonly Option<int> Depth = Count("--depth", null, 2, "How many levels of callees.");

    public static readonly Option<Period> For = Duration("--for", null, Usual("60s"), "End after this time, such as 10s or 5m.");

    public static readonly Option<Period> ForEver = Duration("--for", null, new(TimeSpan.Zero, "until Ctrl-C"), "End after this time, such as 10s or 5m.");

    public static readonly Option<Period> Min = Duration("--min", null, Usual("0"), "Only calls that take at least this long, such as 50ms.");

    public static readonly Option<Period> Interval = Duration("--interval", "-i", Usual("5s"), "How often, such as 1s.");

    public static readonly Option<bool> Getters = Switch("--getters", "Also run properties that compute what they give. Without it nothing of the program's runs.");

    public static readonly Option<bool> ShowSecrets = Switch("--show-secrets", "Also show what is called password, token and the like.");

    /// <summary>The process, for commands that have nothing else to be told.</summary>
    public static Argument<string?> ProcessArgument()
    {
        var argument = new Argument<string?>(Target) { Description = "The process: its id, its name, or nothing when there is only one.", Arity = ArgumentArity.ZeroOrOne };
        argument.CompletionSources.Add(_ => ProcessNames.All());
        return argument;
    }

    private static Option<string> MakeProcess()
    {
        var option = new Option<string>("--pid", "-p") { HelpName = Target, Description = "The process: its id or its name. Default: the only .NET process of this user." };
        option.CompletionSources.Add(_ => ProcessNames.All());
        return option;
    }

    private static Option<bool> Switch(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.Zero };

    private static Option<int> Count(string name, string? alias, int usual, string description)
    {
        var option = new Option<int>(name) { HelpName = "N", Description = description, DefaultValueFactory = _ => usual };
        if (alias is not null)
            option.Aliases.Add(alias);
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, System.Globalization.CultureInfo.InvariantCulture, out var number) || number < 1))
                result.AddError($"{name} takes a number from 1 on");
        });
        return option;
    }

    private static Period Usual(string text) => new(Durations.Parse(text)!.Value, text);

    private static Option<Period> Duration(string name, string? alias, Period usual, string description)
    {
        var option = new Option<Period>(name)
        {
            HelpName = "TIME",
            Description = description,
            CustomParser = result => result.Tokens.Count == 0 ? usual : Durations.Parse(result),
            DefaultValueFactory = _ => usual,
        };
        if (alias is not null)
            option.Aliases.Add(alias);
        return option;
    }
}
