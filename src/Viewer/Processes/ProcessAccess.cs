using System.Net;
using DdRun.Viewer.Cli;

namespace DdRun.Viewer.Processes;

/// <summary>Whether the page may look into processes: only for those who have the link, and who are on this machine.</summary>
/// <param name="Launcher">The words by which the launcher is started.</param>
/// <param name="Refusal">Why nobody may; null when the page may.</param>
internal sealed record ProcessAccess(IReadOnlyList<string> Launcher, string? Refusal)
{
    public static ProcessAccess Of(ViewOptions options) => new(options.Launcher, Refuse(options));

    private static string? Refuse(ViewOptions options)
    {
        if (options.Launcher.Count == 0)
            return "This viewer was not started by dd-run, which looks into processes for it.";
        if (!options.Token)
            return "With --no-token, whoever reaches this page could look into your processes.";
        return IPAddress.IsLoopback(options.Listen) ? null : "With --listen, the page shows what is sent, and looks into no process.";
    }
}
