using System.CommandLine;
using System.Globalization;
using DdRun.Launcher.Live.Processes;

namespace DdRun.Launcher.Live;

/// <summary>Options that several commands on running processes have.</summary>
internal static class LiveOptions
{
    private const string Target = "TARGET";
    private const int MostLevels = 8;

    // What a process takes: Live/Channel/ObserveOptions of Instrumentation.
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

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

    public static readonly Option<int> Limit = Count("--limit", "-n", 100, 1, int.MaxValue, "End after so many calls.");

    public static readonly Option<int> Levels = Count("--levels", "-x", 1, 0, MostLevels, "Show objects so many levels deep.");

    public static readonly Option<int> PerSecond = Count("--per-second", null, 1000, 1, 100_000, "Show at most so many calls a second; the others are counted.");

    public static readonly Option<int> Depth = Count("--depth", null, 2, 1, 10, "How many levels of callees.");

    public static readonly Option<Period> For = Duration("--for", null, Usual("60s"), TimeSpan.Zero, "End after this time, such as 10s or 5m.");

    public static readonly Option<Period> ForEver = Duration("--for", null, new(TimeSpan.Zero, "until Ctrl-C"), TimeSpan.Zero, "End after this time, such as 10s or 5m.");

    public static readonly Option<Period> Min = Duration("--min", null, Usual("0"), TimeSpan.Zero, "Only calls that take at least this long, such as 50ms.");

    public static readonly Option<Period> Interval = Duration("--interval", "-i", Usual("5s"), TimeSpan.FromMilliseconds(100), "How often, such as 1s.");

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

    private static Option<int> Count(string name, string? alias, int usual, int least, int most, string description)
    {
        var option = new Option<int>(name) { HelpName = "N", Description = description, DefaultValueFactory = _ => usual };
        if (alias is not null)
            option.Aliases.Add(alias);
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var number) || number < least || number > most))
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a number from {least} {(most == int.MaxValue ? "on" : $"to {most}")}"));
        });
        return option;
    }

    private static Period Usual(string text) => new(Durations.Parse(text)!.Value, text);

    private static Option<Period> Duration(string name, string? alias, Period usual, TimeSpan least, string description)
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
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && Durations.Parse(result.Tokens[0].Value) is { } time && (time < least || time > s_longest))
                result.AddError($"{name} takes {(least > TimeSpan.Zero ? "100ms to " : "at most ")}24h, not {result.Tokens[0].Value}");
        });
        return option;
    }
}
