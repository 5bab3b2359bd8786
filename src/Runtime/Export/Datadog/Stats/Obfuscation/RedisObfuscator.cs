namespace DdRun.Export.Datadog.Stats.Obfuscation;

/// <summary>The first commands of a text with one on each line, without their arguments.</summary>
internal static class RedisObfuscator
{
    private const int MaxCommands = 3;

    // What libraries put at the end of a text that they cut.
    private const string CutMark = "...";

    public static string Obfuscate(string commands)
    {
        var result = "";
        var count = 0;
        var isCut = false;
        var rest = commands.AsSpan();
        while (!rest.IsEmpty && count < MaxCommands)
        {
            var line = Take(ref rest, '\n').Trim(' ');
            if (line.IsEmpty)
                continue;
            var command = Take(ref line, ' ');
            line = line.TrimStart(' ');
            var argument = IsCompound(command) ? Take(ref line, ' ') : [];
            isCut = command.EndsWith(CutMark) || argument.EndsWith(CutMark);
            if (isCut)
                continue;
            result = Join(Join(result, command), argument);
            count++;
        }
        result = count == MaxCommands || isCut ? Join(result, CutMark) : result;
        return result == commands ? commands : result;
    }

    private static ReadOnlySpan<char> Take(ref ReadOnlySpan<char> text, char end)
    {
        var length = text.IndexOf(end);
        var taken = length < 0 ? text : text[..length];
        text = length < 0 ? [] : text[(length + 1)..];
        return taken;
    }

    private static string Join(string text, ReadOnlySpan<char> word) =>
        word.IsEmpty ? text : string.Concat(text, text.Length == 0 ? "" : " ", word.ToString().ToUpperInvariant());

    /// <summary>Whether the second word is part of the command's name.</summary>
    private static bool IsCompound(ReadOnlySpan<char> command) => command.Length switch
    {
        5 => Is(command, "DEBUG"),
        6 => Is(command, "CLIENT") || Is(command, "CONFIG") || Is(command, "SCRIPT"),
        7 => Is(command, "CLUSTER") || Is(command, "COMMAND"),
        _ => false,
    };

    private static bool Is(ReadOnlySpan<char> word, string command) => word.Equals(command, StringComparison.OrdinalIgnoreCase);
}
