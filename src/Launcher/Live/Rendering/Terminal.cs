using System.Globalization;
using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Live.Rendering;

/// <summary>Where standard output goes.</summary>
/// <param name="Width">In characters; null where it is no terminal, and nothing has to fit.</param>
internal readonly record struct Terminal(int? Width)
{
    private const int Usual = 80, Narrowest = 40;

    public static Terminal OfOutput()
    {
        if (!(OperatingSystem.IsWindows() ? WindowsConsole.IsTerminal(1) : Libc.isatty(1) == 1))
            return new(null);
        return new(Math.Max(Narrowest, Measured() is > 0 and var width ? width : Usual));
    }

    private static int Measured()
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var told))
            return told;
        return OperatingSystem.IsLinux() ? Asked() : OfConsole();
    }

    // The console would switch the terminal into another mode, for keys that nobody reads.
    private static unsafe int Asked()
    {
        const nuint windowSize = 0x5413;
        var size = stackalloc ushort[4];
        return Libc.ioctl(1, windowSize, size) == 0 ? size[1] : 0;
    }

    private static int OfConsole()
    {
        try
        {
            return Console.WindowWidth;
        }
        catch (Exception exception) when (exception is IOException or PlatformNotSupportedException)
        {
            return 0;
        }
    }

    /// <summary>The text, cut to what is left of a line.</summary>
    /// <param name="text">Printable.</param>
    /// <param name="before">How much of the line is taken.</param>
    public string Fit(string text, int before = 0) => Width is { } width ? Cut(text, Math.Max(8, width - before)) : text;

    /// <summary>The name of a method or type, shortened to what is left of a line: first its parameters go, then what stands before it.</summary>
    /// <param name="name">Printable.</param>
    /// <param name="before">How much of the line is taken.</param>
    public string FitName(string name, int before = 0) => Width is { } width ? CutName(name, Math.Max(8, width - before)) : name;

    public static string CutName(string name, int length)
    {
        if (name.Length <= length)
            return name;
        var open = name.IndexOf('(', StringComparison.Ordinal);
        if (open > 0)
            name = name.AsSpan(open).SequenceEqual("()") ? name : name[..open] + "(…)";
        var end = open > 0 ? open : name.Length;
        var shorter = name;
        for (var dot = name.IndexOf('.', StringComparison.Ordinal); shorter.Length > length && dot >= 0 && dot < end - 1; dot = name.IndexOf('.', dot + 1))
            shorter = "…" + name[(dot + 1)..];
        return Cut(shorter, length);
    }

    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        var end = Math.Max(0, length - 1);
        if (end > 0 && char.IsHighSurrogate(text[end - 1]))
            end--;
        return text[..end] + "…";
    }
}
