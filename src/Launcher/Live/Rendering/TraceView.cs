using System.Text;
using System.Text.Json;
using DdRun.Launcher.Cli;
using DdRun.Launcher.Live.Channel;

namespace DdRun.Launcher.Live.Rendering;

/// <summary>The tree below a call: the whole time of each callee and its own, without that of what it calls.</summary>
internal sealed class TraceView(Style style, Terminal terminal) : LiveView
{
    private const int Column = 9, MaxDepth = 64;
    private const string Gap = "  ";

    public override string Show(JsonElement happened)
    {
        var text = new StringBuilder();
        text.Append(style.Quiet($"{EventText.Time(happened)}  {EventText.Thread(happened)}")).Append('\n');
        text.Append(style.Heading($"{"total",Column}{Gap}{"self",Column}{Gap}call")).Append('\n');
        if (happened.Member("tree") is { ValueKind: JsonValueKind.Object } tree)
            Append(text, tree, "", "", 0);
        if (happened.Member("exception") is { ValueKind: JsonValueKind.Object } exception && happened.Member("tree")?.Text("exception") is null)
            text.Append(style.Error(terminal.Fit($"✗ {Printable.Of(exception.Text("type") ?? "exception")}: {Printable.Of(exception.Text("message") ?? "")}"))).Append('\n');
        return text.Append('\n').ToString();
    }

    private void Append(StringBuilder text, JsonElement call, string branch, string indent, int depth)
    {
        var total = EventText.Duration(call.Number("totalNs")).PadLeft(Column);
        var self = EventText.Duration(call.Number("selfNs")).PadLeft(Column);
        var start = total.Length + self.Length + 2 * Gap.Length + branch.Length;
        var calls = call.Number("calls", 1);
        var folded = calls > 1
            ? $"  × {EventText.Number(calls)} ({EventText.Duration(call.Number("minNs"))} to {EventText.Duration(call.Number("maxNs"))})"
            : "";
        if (call.Number("running") is > 0 and var running)
            folded += running == 1 && calls <= 1 ? "  still running" : $"  {EventText.Number(running)} still running";
        var method = EventText.Method(call);
        var failed = call.Text("exception") is { } type ? $"  ✗ {Printable.Of(type)}" : "";
        if (terminal.Width < start + method.Length + folded.Length + failed.Length)
            failed = failed.Length > 0 ? $"  ✗ {failed[(failed.LastIndexOf('.') + 1)..].TrimStart(' ', '✗')}" : "";
        method = terminal.FitName(method, start + folded.Length + failed.Length);
        text.Append(style.Resource(total)).Append(Gap).Append(style.Quiet(self)).Append(Gap).Append(style.Quiet(branch)).Append(style.Name(method))
            .Append(folded).Append(style.Error(failed)).Append('\n');

        JsonElement[] children = [.. call.List("children").Where(child => child.ValueKind == JsonValueKind.Object)];
        if (depth == MaxDepth)
            return;
        for (var i = 0; i < children.Length; i++)
        {
            var isLast = i == children.Length - 1;
            Append(text, children[i], indent + (isLast ? "└─ " : "├─ "), indent + (isLast ? "   " : "│  "), depth + 1);
        }
    }
}
