namespace DdRun.Viewer.Tree;

/// <summary>The colors of the terminal's text.</summary>
internal sealed class Palette(bool colors)
{
    public string Name(string text) => Wrap("1", text);
    public string Resource(string text) => Wrap("36", text);
    public string Service(string text) => Wrap("32", text);
    public string Quiet(string text) => Wrap("2", text);
    public string Error(string text) => Wrap("31", text);
    public string Heading(string text) => Wrap("1;34", text);

    private string Wrap(string code, string text) => colors && text.Length > 0 ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
