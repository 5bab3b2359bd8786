using System.Text;
using DdRun.Launcher.Cli;

namespace DdRun.Launcher.Live.Rendering;

/// <summary>Rows of cells under headings. Where they do not fit the terminal, the widest columns are cut.</summary>
/// <param name="headings">
/// A heading that begins with a &gt; is of a column of numbers, which stand to the right and are not cut; one that begins with a &lt; is of names, the end
/// of which says most.
/// </param>
internal sealed class TextTable(params string[] headings)
{
    private const string Gap = "  ";
    private const int Narrowest = 12;
    private readonly string[] _titles = [.. headings.Select(heading => heading.TrimStart('>', '<'))];
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
            widths[column] = _rows.Select(row => row.Cells[column].Length).Append(_titles[column].Length).Max();
        if (terminal.Width is { } width)
            Narrow(widths, width - Gap.Length * (headings.Length - 1));

        var text = new StringBuilder();
        text.Append(style.Heading(Start(_titles, widths) + Last(_titles, widths))).Append('\n');
        foreach (var (cells, color) in _rows)
        {
            var start = Start(cells, widths);
            var last = Last(cells, widths);
            text.Append(last.Length == 0 ? start.TrimEnd() : start).Append(color is null ? last : color(last)).Append('\n');
        }

        return text.ToString();
    }

    private void Narrow(int[] widths, int room)
    {
        for (var over = widths.Sum() - room; over > 0; over--)
        {
            var widest = -1;
            for (var column = 0; column < widths.Length; column++)
            {
                if (!headings[column].StartsWith('>') && widths[column] > Math.Max(Narrowest, _titles[column].Length) && (widest < 0 || widths[column] >= widths[widest]))
                    widest = column;
            }

            if (widest < 0)
                return;
            widths[widest]--;
        }
    }

    private string Start(string[] cells, int[] widths)
    {
        var line = new StringBuilder();
        for (var column = 0; column < cells.Length - 1; column++)
            line.Append(headings[column].StartsWith('>') ? cells[column].PadLeft(widths[column]) : Cut(cells, column, widths).PadRight(widths[column])).Append(Gap);
        return line.ToString();
    }

    private string Last(string[] cells, int[] widths) => headings[^1].StartsWith('>') ? cells[^1].PadLeft(widths[^1]) : Cut(cells, cells.Length - 1, widths);

    private string Cut(string[] cells, int column, int[] widths) =>
        headings[column].StartsWith('<') ? Terminal.CutName(cells[column], widths[column]) : Terminal.Cut(cells[column], widths[column]);
}
