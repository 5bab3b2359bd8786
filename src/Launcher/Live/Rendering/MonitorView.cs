using System.Text;
using System.Text.Json;
using DdRun.Launcher.Cli;
using DdRun.Launcher.Live.Channel;

namespace DdRun.Launcher.Live.Rendering;

/// <summary>A row a method and interval.</summary>
internal sealed class MonitorView(Style style, Terminal terminal) : LiveView
{
    private const int Number = 9, RoomForMethod = 30, BeforeDurations = 8 + 2 * (1 + Number) + 2;
    // In the order in which they go where the terminal is narrow; the median and the slow end stay longest.
    private static readonly string[] s_dispensable = ["p95", "mean", "max", "p50"];
    private readonly string[] _durations = Choose(terminal.Width);

    private HashSet<string> _since = [];
    private bool _isFirst = true;

    public override bool IsOfCalls => false;

    public override string Show(JsonElement happened)
    {
        var text = new StringBuilder();
        // In a terminal the heading of the first interval has soon gone. A method has one row an interval.
        var isNext = !_since.Add(happened.Text("method") ?? "");
        if (_isFirst || (isNext && terminal.Width is not null))
            AppendHeading(text);
        if (isNext)
            _since = [happened.Text("method") ?? ""];
        _isFirst = false;

        var line = new StringBuilder(EventText.Time(happened)[..8]);
        Append(line, EventText.Number(happened.Number("calls")));
        Append(line, EventText.Number(happened.Number("failed")));
        foreach (var duration in _durations)
            Append(line, happened.Member(duration + "Ns") is { ValueKind: JsonValueKind.Number } && happened.Number("calls") > 0 ? EventText.Duration(happened.Number(duration + "Ns")) : "");
        var method = terminal.FitName(EventText.Method(happened), line.Length + 2);
        text.Append(happened.Number("failed") > 0 ? style.Warning(line.ToString()) : line).Append("  ").Append(style.Name(method)).Append('\n');
        return text.ToString();
    }

    private void AppendHeading(StringBuilder text)
    {
        var line = new StringBuilder("TIME    ");
        Append(line, "CALLS");
        Append(line, "FAILED");
        foreach (var duration in _durations)
            Append(line, duration.ToUpperInvariant());
        text.Append(style.Heading(line.Append("  METHOD").ToString())).Append('\n');
    }

    private static string[] Choose(int? width)
    {
        List<string> durations = ["mean", "p50", "p95", "p99", "max"];
        foreach (var one in s_dispensable)
        {
            if (width is null || BeforeDurations + durations.Count * (1 + Number) + RoomForMethod <= width)
                break;
            durations.Remove(one);
        }

        return [.. durations];
    }

    private static void Append(StringBuilder line, string cell) => line.Append(' ').Append(cell.PadLeft(Number));
}
