using DdRun.Launcher.Launch;
using DdRun.Launcher.Live.Rendering;
using System.Text.Json;
using DdRun.Launcher.Live.Channel;

namespace DdRun.Launcher.Live;

/// <summary><c>dd-run explain PATTERN --pid TARGET</c>: the process itself says which of its methods a pattern means, and what keeps one from being traced.</summary>
internal static class ExplainProcess
{
    /// <param name="target">The process as the user named it.</param>
    /// <param name="pattern">As in a manifest.</param>
    /// <param name="withIl">Whether to show code before and after.</param>
    /// <param name="isJson">Whether to show that for programs, an object a method.</param>
    public static int Run(string target, string pattern, bool withIl, bool isJson) => LiveSession.With(target, (process, connection, interruption) =>
    {
        var parts = LiveSession.Ask(process, connection, "explain", writer =>
        {
            writer.WriteString("pattern", pattern);
            if (withIl)
                writer.WriteBoolean("il", true);
        }, interruption.Token);
        if (withIl)
            return Show(parts, isJson);
        var output = new LiveOutput();
        foreach (var line in parts.SelectMany(part => part.List("lines")))
        {
            if (line.ValueKind == JsonValueKind.String)
                output.Write(Printable.Of(line.GetString()!) + "\n");
        }

        return parts.Exists(part => part.IsTrue("failed")) ? ExitCodes.Failure : ExitCodes.Success;
    });

    private static int Show(List<JsonElement> parts, bool isJson)
    {
        var items = parts.SelectMany(part => part.List("items")).Where(item => item.ValueKind == JsonValueKind.Object).ToList();
        new LiveOutput().Write(isJson ? JsonView.Lines(items) : string.Concat(items.SelectMany(Lines).Select(line => Printable.Of(line) + "\n")));
        if (parts.Any(part => part.IsTrue("cut")))
            Message.Write($"these are the first {EventText.Number(items.Count)}: a narrower pattern shows the others");
        if (items.Count == 0)
            Message.Write(parts.Select(part => part.Text("message")).FirstOrDefault(text => text is not null) is { } why ? Printable.Of(why) : "this process is traced by a dd-run that shows no code");
        return items.Count == 0 ? ExitCodes.Failure : ExitCodes.Success;
    }

    private static IEnumerable<string> Lines(JsonElement item)
    {
        var isWoven = item.IsTrue("woven");
        yield return $"{(isWoven ? "✓" : item.Text("reason") is null ? "–" : "✗")} {item.Text("type")}.{item.Text("method")}  {item.Text("rule") ?? "no rule means it"}";
        if (item.TryGetProperty("observed", out var observed))
            yield return $"    looked at by {observed}";
        if (item.Text("reason") is { } reason)
            yield return "    " + reason;
        foreach (var note in item.List("notes"))
            yield return $"    {note}";
        foreach (var (name, title) in ((string, string)[])[("before", "before"), ("after", isWoven ? "after" : "as it would be")])
        {
            if (!item.TryGetProperty(name, out _))
                continue;
            yield return "    " + title;
            foreach (var line in item.List(name))
                yield return $"      {line}";
        }
    }
}
