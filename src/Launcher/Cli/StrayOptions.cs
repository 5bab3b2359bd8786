using System.CommandLine;
using System.CommandLine.Parsing;
using DdRun.Instrumentation.Text;

namespace DdRun.Launcher.Cli;

/// <summary>
/// Options that a command does not have. The parser takes them for whatever the command does take: a process, a pattern, the value of the option before.
/// What is meant so comes behind <c>--</c>.
/// </summary>
internal static class StrayOptions
{
    /// <param name="parsed">What the parser has made of it.</param>
    /// <param name="words">The command line, the command included.</param>
    /// <returns>A sentence about each.</returns>
    public static IEnumerable<string> In(ParseResult parsed, string[] words)
    {
        var options = Of(parsed.CommandResult);
        for (var i = 1; i < words.Length && words[i] != "--"; i++)
        {
            var word = words[i];
            var name = word.Split('=', ':')[0];
            if (!IsOption(word) || Find(options, name) is not null)
                continue;
            if (Find(options, words[i - 1]) is { } before && Options.TakesValue(before))
            {
                if (word.StartsWith("--", StringComparison.Ordinal))
                    yield return $"{words[i - 1]} takes a value, and what follows is {name}; write {words[i - 1]}={word} if that is meant";
            }
            else if (word[1] == '-' || Find(options, word[..2]) is null)
            {
                yield return Unknown(parsed.CommandResult.Command, name, options);
            }
        }
    }

    // Also those of the commands above that hold everywhere, such as --help.
    private static List<Option> Of(CommandResult result)
    {
        var options = new List<Option>(result.Command.Options);
        for (var above = result.Parent as CommandResult; above is not null; above = above.Parent as CommandResult)
            options.AddRange(above.Command.Options.Where(option => option.Recursive));
        return options;
    }

    private static Option? Find(List<Option> options, string name) => options.Find(option => option.Name == name || option.Aliases.Contains(name));

    // A dash alone is standard input, and before a blank it is a minus.
    private static bool IsOption(string word) => word.Length > 1 && word[0] == '-' && !char.IsWhiteSpace(word[1]);

    private static string Unknown(Command command, string name, List<Option> options) =>
        Nearest.Of(name, [.. options.Where(option => !option.Hidden).Select(option => option.Name)]) is { } near
            ? $"{command.Name} has no option {name}; did you mean {near}?"
            : $"{command.Name} has no option {name}";
}
