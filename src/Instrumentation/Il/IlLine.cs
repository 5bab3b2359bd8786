using System.Globalization;
using System.Reflection.Metadata;
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

    /// <summary>A protected region, which stands behind the code.</summary>
    public static string Region(ExceptionRegionKind kind, int tryStart, int tryEnd, int handlerStart, int handlerEnd, int? filter, string? caught)
    {
        var handler = kind switch
        {
            ExceptionRegionKind.Filter => string.Create(CultureInfo.InvariantCulture, $"filter IL_{filter:x4}"),
            ExceptionRegionKind.Catch => $"catch {caught}",
            _ => kind.ToString().ToLowerInvariant(),
        };
        return string.Create(CultureInfo.InvariantCulture, $".try IL_{tryStart:x4} to IL_{tryEnd:x4} {handler} IL_{handlerStart:x4} to IL_{handlerEnd:x4}");
    }
}
