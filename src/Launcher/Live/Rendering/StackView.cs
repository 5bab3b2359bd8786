using System.Text;
using System.Text.Json;
using DdRun.Launcher.Cli;
using DdRun.Launcher.Live.Channel;

namespace DdRun.Launcher.Live.Rendering;

/// <summary>Who called, the most frequent last, where a terminal shows it. The process folds and counts; its last word holds everything.</summary>
/// <param name="style">For people.</param>
/// <param name="terminal">What lines have to fit.</param>
/// <param name="forPrograms">Whether each stack is an object on a line.</param>
internal sealed class StackView(Style style, Terminal terminal, bool forPrograms) : LiveView
{
    private List<JsonElement> _stacks = [];

    public override bool IsForPrograms => forPrograms;

    public override string Show(JsonElement happened)
    {
        if (happened.Text("kind") == "stacks")
            _stacks = [.. happened.List("stacks").Where(stack => stack.ValueKind == JsonValueKind.Object)];
        return "";
    }

    public override string End()
    {
        var text = new StringBuilder();
        foreach (var stack in _stacks.OrderBy(stack => stack.Number("count")))
        {
            if (forPrograms)
                text.Append(JsonView.Of(stack)).Append('\n');
            else
                Append(text, stack);
        }

        return text.ToString();
    }

    private void Append(StringBuilder text, JsonElement stack)
    {
        text.Append(style.Resource($"{EventText.Number(stack.Number("count"))} ×")).Append('\n');
        var isFirst = true;
        foreach (var frame in stack.List("frames"))
        {
            var line = terminal.Fit(Printable.Of(frame.ValueKind == JsonValueKind.String ? frame.GetString()! : frame.GetRawText()), 5);
            text.Append("  ").Append(isFirst ? style.Name(line) : "at " + line).Append('\n');
            isFirst = false;
        }

        text.Append('\n');
    }
}
