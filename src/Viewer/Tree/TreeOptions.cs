namespace DdRun.Viewer.Tree;

/// <summary>What the launcher asks for, which alone starts the tree.</summary>
/// <param name="Traces">The descriptor of a TCP socket that listens.</param>
/// <param name="Metrics">The descriptor of a UDP socket that is bound; null where metrics are not asked for.</param>
/// <param name="ToOutput">Whether the tree goes to standard output, and not to standard error.</param>
/// <param name="Colors">Whether colors are shown there.</param>
/// <param name="Summary">Whether what is left to say is said at the end: that nothing has come, and the metrics.</param>
internal sealed record TreeOptions(int? Traces, int? Metrics, bool ToOutput, bool Colors, bool Summary)
{
    public const string Word = "--tree";

    /// <param name="arguments">Those behind <see cref="Word"/>.</param>
    /// <exception cref="FormatException">They mean nothing.</exception>
    public static TreeOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new TreeOptions(null, null, false, false, false);
        foreach (var argument in arguments)
        {
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            options = (equals < 0 ? argument : argument[..equals]) switch
            {
                "--traces" => options with { Traces = Descriptor() },
                "--metrics" => options with { Metrics = Descriptor() },
                "--stdout" => options with { ToOutput = true },
                "--colors" => options with { Colors = true },
                "--summary" => options with { Summary = true },
                _ => throw new FormatException($"'{argument}' is not known"),
            };

            int Descriptor() => int.Parse(argument.AsSpan(equals + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture);
        }

        return options;
    }
}
