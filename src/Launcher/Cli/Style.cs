namespace DdRun.Launcher.Cli;

/// <summary>Colors, where there is a terminal that shows them.</summary>
internal sealed class Style(bool colors)
{
    public bool HasColors => colors;
    public string Name(string text) => Wrap("1", text);
    public string Resource(string text) => Wrap("36", text);
    public string Service(string text) => Wrap("32", text);
    public string Quiet(string text) => Wrap("2", text);
    public string Error(string text) => Wrap("31", text);
    public string Warning(string text) => Wrap("33", text);
    public string Heading(string text) => Wrap("1;34", text);

    /// <summary>See no-color.org.</summary>
    public static Style For(int fileDescriptor, bool colorless, Func<string, string?> environment)
    {
        var wanted = !colorless && string.IsNullOrEmpty(environment("NO_COLOR")) && environment("TERM") != "dumb";
        return new(wanted && (OperatingSystem.IsWindows() ? Launch.WindowsConsole.IsTerminal(fileDescriptor) : Launch.Libc.isatty(fileDescriptor) == 1));
    }

    private string Wrap(string code, string text) => colors && text.Length > 0 ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
