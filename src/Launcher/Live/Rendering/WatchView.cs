using System.Text;
using System.Text.Json;
using DdRun.Launcher.Cli;
using DdRun.Launcher.Live.Channel;

namespace DdRun.Launcher.Live.Rendering;

/// <summary>A call with its arguments, <c>this</c>, result or exception; or only with the values that were asked for.</summary>
internal sealed class WatchView(Style style, Terminal terminal) : LiveView
{
    private const int MostFrames = 8;
    private const string Indent = "  ";

    public override string Show(JsonElement happened)
    {
        var text = new StringBuilder();
        var time = EventText.Time(happened);
        var duration = EventText.Duration(happened.Number("durationNs"));
        var thread = EventText.Thread(happened);
        var method = EventText.Method(happened);
        // The thread's name is what says least.
        if (terminal.Width < time.Length + duration.Length + thread.Length + 3 * Indent.Length + method.Length)
            thread = EventText.ThreadNumber(happened);
        method = terminal.FitName(method, time.Length + duration.Length + thread.Length + 3 * Indent.Length);
        text.Append(style.Quiet(time)).Append(Indent).Append(style.Name(method)).Append(Indent).Append(style.Resource(duration)).Append(Indent).Append(style.Quiet(thread)).Append('\n');

        var values = Values(happened);
        var width = values.Count == 0 ? 0 : Math.Min(values.Max(value => value.Name.Length), 30);
        foreach (var (name, value) in values)
            Append(text, name, value, width);
        AppendException(text, happened);
        return text.ToString();
    }

    private static List<(string Name, JsonElement Value)> Values(JsonElement happened)
    {
        var values = new List<(string Name, JsonElement Value)>();
        foreach (var group in (string[])["args", "values"])
        {
            if (happened.Member(group) is not { ValueKind: JsonValueKind.Object } members)
                continue;
            foreach (var member in members.EnumerateObject())
                values.Add((Printable.Of(member.Name), member.Value));
        }

        foreach (var name in (string[])["this", "result"])
        {
            if (happened.TryGetProperty(name, out var value))
                values.Add((name, value));
        }

        return values;
    }

    private void Append(StringBuilder text, string name, JsonElement value, int width)
    {
        var label = Indent + name.PadRight(width) + Indent;
        var lines = ValueText.Lines(value, terminal.Width is { } all ? Math.Max(16, all - label.Length) : null);
        for (var i = 0; i < lines.Count; i++)
            text.Append(i == 0 ? style.Service(label) : new string(' ', label.Length)).Append(lines[i]).Append('\n');
    }

    private void AppendException(StringBuilder text, JsonElement happened)
    {
        if (happened.Member("exception") is not { } exception)
            return;
        text.Append(Indent).Append(style.Error(terminal.Fit($"✗ {Printable.Of(exception.Text("type") ?? "exception")}: {Printable.Of(exception.Text("message") ?? "")}", Indent.Length))).Append('\n');
        var frames = (exception.Text("stack") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var frame in frames.Take(MostFrames))
            text.Append(Indent).Append(Indent).Append(style.Quiet(terminal.Fit(Printable.Of(frame), 2 * Indent.Length))).Append('\n');
        if (frames.Length > MostFrames)
            text.Append(Indent).Append(Indent).Append(style.Quiet($"… {EventText.Count(frames.Length - MostFrames, "frame")} more")).Append('\n');
    }
}
