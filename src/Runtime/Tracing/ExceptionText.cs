namespace DdRun.Tracing;

/// <summary>Type, message and bounded stack of an exception, for tags and events.</summary>
internal static class ExceptionText
{
    // Not the full name, which holds the versions of the assemblies of type arguments.
    public static string Type(Exception exception) => exception.GetType().ToString();

    public static string Message(Exception exception)
    {
        try
        {
            return exception.Message ?? "";
        }
        catch (Exception)
        {
            return Type(exception);
        }
    }

    /// <summary>The whole text with inner exceptions, at most the given number of frames for each, at most <see cref="Span.MaxTagChars"/>.</summary>
    public static string Stack(Exception exception, int maxFrames)
    {
        string text;
        try
        {
            text = exception.ToString();
        }
        catch (Exception)
        {
            text = Type(exception) + Environment.NewLine + exception.StackTrace;
        }
        for (var frames = Math.Max(1, maxFrames); ; frames /= 2)
        {
            var kept = KeepFrames(text, frames);
            if (kept.Length <= Span.MaxTagChars)
                return kept;
            if (frames == 1)
                return kept[..Span.MaxTagChars];
        }
    }

    // Frames are the lines that begin with blanks; the innermost ones say where it happened.
    private static string KeepFrames(string text, int frames)
    {
        var kept = new System.Text.StringBuilder(Math.Min(text.Length, 4096));
        var inRow = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            inRow = line.StartsWith("   at ", StringComparison.Ordinal) ? inRow + 1 : 0;
            if (inRow > frames)
                continue;
            if (kept.Length > 0)
                kept.Append('\n');
            kept.Append(line);
        }
        return kept.ToString();
    }
}
