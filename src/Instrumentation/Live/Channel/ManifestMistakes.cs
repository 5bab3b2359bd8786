using DdRun.Instrumentation.Manifests;

namespace DdRun.Instrumentation.Live.Channel;

/// <summary>Mistakes in what somebody has sent, with their place in it.</summary>
internal static class ManifestMistakes
{
    /// <param name="rules">What was made of it. What is wrong with others of them was told when they came.</param>
    /// <param name="origin">What it is called there.</param>
    /// <param name="text">As it was sent.</param>
    /// <param name="source">What it is in the words of the channel.</param>
    /// <param name="linesBefore">How many lines of ours stand before it.</param>
    /// <exception cref="LiveErrorException">There is one.</exception>
    public static void Check(RuleSet rules, string origin, string text, string source, int linesBefore)
    {
        if (rules.Problems.Find(problem => problem.IsError && problem.File == origin) is not { } mistake)
            return;
        var lines = text.Split('\n');
        var (line, column) = (mistake.Line - linesBefore, mistake.Column);
        // Something is missing at the end.
        if (line > lines.Length)
            (line, column) = (lines.Length, lines[^1].Length + 1);
        throw new LiveErrorException(new LiveError(mistake.Message, source) { Text = line > 0 ? lines[line - 1].TrimEnd('\r') : null, Line = line, Column = column });
    }
}
