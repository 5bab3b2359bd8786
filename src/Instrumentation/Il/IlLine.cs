using System.Globalization;
using System.Text;

namespace DdRun.Instrumentation.Il;

/// <summary>One instruction for people to read.</summary>
internal sealed record IlLine(int Offset, string Text, IReadOnlyList<Label>? Targets = null)
{
    public override string ToString()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"IL_{Offset:x4}: {Text}");
        for (var i = 0; i < (Targets?.Count ?? 0); i++)
            text.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? " " : ", ")}IL_{Targets![i].Offset:x4}");
        return text.ToString();
    }
}
