using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using DdRun.Launcher.Cli;

namespace DdRun.Launcher.Live;

/// <summary>What may follow in a command line of dd-run that somebody is typing.</summary>
internal static class CompletionWords
{
    /// <param name="root">dd-run's own commands that are completed here.</param>
    /// <param name="names">Of all commands of its own.</param>
    /// <param name="arguments">Which word is being typed, from 0 on, and all words, beginning with the program's.</param>
    public static IEnumerable<string> Of(Command root, IEnumerable<string> names, string[] arguments)
    {
        if (arguments.Length < 2 || !int.TryParse(arguments[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index < 1)
            return [];
        var words = arguments[1..];
        var before = words[1..Math.Min(index, words.Length)];
        var current = index < words.Length ? words[index] : "";
        return All(root, names, before, current)
            .Where(word => word.StartsWith(current, StringComparison.Ordinal) && word.StartsWith('-') == current.StartsWith('-') && IsPlain(word))
            .Distinct().Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> All(Command root, IEnumerable<string> names, string[] before, string current)
    {
        if (before.Length > 0 && root.Subcommands.FirstOrDefault(command => command.Name == before[0]) is { } own)
            return Of(own, before[1..], current);
        // Of the target's command line we know nothing, and the shell knows files.
        var split = SplitArguments.Of(before);
        if (split.Separated || split.CommandIndex < before.Length)
            return [];
        if (current.StartsWith('-'))
            return Options.All.Select(option => option.Name);
        return before.Length == 0 ? names : [];
    }

    private static IEnumerable<string> Of(Command command, string[] before, string current)
    {
        while (before.Length > 0 && Find(command.Subcommands, before[0]) is { } inner)
            (command, before) = (inner, before[1..]);
        if (before.Length > 0 && Find(command.Options, before[^1]) is { } option && Options.TakesValue(option))
            return Words(option);
        if (current.StartsWith('-'))
            return command.Options.Where(option => !option.Hidden).Select(option => option.Name);
        return command.Subcommands.Select(inner => inner.Name).Concat(command.Arguments.SelectMany(Words));
    }

    private static T? Find<T>(IEnumerable<T> symbols, string word)
        where T : Symbol => symbols.FirstOrDefault(symbol => symbol.Name == word || (symbol is Option option && option.Aliases.Contains(word)));

    private static IEnumerable<string> Words(Symbol symbol) => symbol.GetCompletions(CompletionContext.Empty).Select(item => item.InsertText ?? item.Label);

    // A shell may want others quoted, each in its way.
    private static bool IsPlain(string word) => word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '+');
}
