namespace DdRun.Launcher.Cli;

/// <summary>Where our own options end and the target's command begins.</summary>
/// <param name="Own">Everything before the command.</param>
/// <param name="CommandIndex">Index of the command's first word in the arguments; their count when there is no command.</param>
/// <param name="Separated">True when <c>--</c> stood in front of the command.</param>
internal readonly record struct SplitArguments(string[] Own, int CommandIndex, bool Separated)
{
    public static SplitArguments Of(string[] arguments)
    {
        var index = 0;
        while (index < arguments.Length)
        {
            var word = arguments[index];
            if (word == "--")
                return new(arguments[..index], index + 1, true);
            if (word.Length < 2 || word[0] != '-')
                break;

            var end = word.AsSpan().IndexOfAny('=', ':');
            var option = Options.Find(end < 0 ? word : word.AsSpan(0, end));
            index++;
            var valueFollows = option is not null && Options.TakesValue(option) && end < 0;
            if (valueFollows && index < arguments.Length && arguments[index] != "--")
                index++;
        }

        return new(arguments[..index], index, false);
    }
}
