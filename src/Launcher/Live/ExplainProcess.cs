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
    public static int Run(string target, string pattern) => LiveSession.With(target, (process, connection, interruption) =>
    {
        var parts = LiveSession.Ask(process, connection, "explain", writer => writer.WriteString("pattern", pattern), interruption.Token);
        var output = new LiveOutput();
        foreach (var line in parts.SelectMany(part => part.List("lines")))
        {
            if (line.ValueKind == JsonValueKind.String)
                output.Write(Printable.Of(line.GetString()!) + "\n");
        }

        return parts.Exists(part => part.IsTrue("failed")) ? ExitCodes.Failure : ExitCodes.Success;
    });
}
