using System.Text;
using DdRun.Launcher.Cli;

namespace DdRun.Launcher.Live.Rendering;

/// <summary>Rows of cells under headings. The last column is cut where the terminal ends.</summary>
/// <param name="headings">A heading that begins with a &gt; is of a column of numbers, which stand to the right.</param>
internal sealed class TextTable(params string[] headings)
{
    private const string Gap = "  ";
    private readonly List<(string[] Cells, Func<string, string>? Color)> _rows = [];

    /// <param name="cells">Of a target's text as it is: it is made printable here.</param>
    public void Add(params string[] cells) => _rows.Add(([.. cells.Select(Printable.Of)], null));

    /// <param name="color">Of the last cell.</param>
    /// <param name="cells">As above.</param>
    public void Add(Func<string, string> color, params string[] cells) => _rows.Add(([.. cells.Select(Printable.Of)], color));

    public string Render(Style style, Terminal terminal)
    {
        var widths = new int[headings.Length];
        for (var column = 0; column < headings.Length; column++)
            widths[column] = _rows.Select(row => row.Cells[column].Length).Append(headings[column].TrimStart('>').Length).Max();

        var text = new StringBuilder();
        Append(text, [.. headings.Select(heading => heading.TrimStart('>'))], style.Heading, null);
        foreach (var (cells, color) in _rows)
            Append(text, cells, null, color);
        return text.ToString();

        void Append(StringBuilder text, string[] cells, Func<string, string>? all, Func<string, string>? lastColor)
        {
            var line = new StringBuilder();
            for (var column = 0; column < cells.Length - 1; column++)
            {
                line.Append(headings[column].StartsWith('>') ? cells[column].PadLeft(widths[column]) : cells[column].PadRight(widths[column]));
                line.Append(Gap);
            }

            var last = cells[^1];
            if (headings[^1].StartsWith('>'))
                last = last.PadLeft(widths[^1]);
            last = terminal.Fit(last, line.Length);
            var start = line.ToString();
            if (last.Length == 0)
                start = start.TrimEnd();
            text.Append(all is null ? start + (lastColor is null ? last : lastColor(last)) : all(start + last)).Append('\n');
        }
    }
}
