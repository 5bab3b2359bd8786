using System.Diagnostics;

namespace DdRun.Viewer.Hosting;

/// <summary>Shows a link to whoever sits in front of this machine.</summary>
internal static class Browser
{
    /// <summary>Does nothing where there is no terminal or no display.</summary>
    public static void Open(string link)
    {
        if (Console.IsErrorRedirected || !Environment.UserInteractive)
            return;
        try
        {
            if (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS())
                Process.Start(new ProcessStartInfo(link) { UseShellExecute = true })?.Dispose();
            else if (Has("DISPLAY") || Has("WAYLAND_DISPLAY"))
                Process.Start(new ProcessStartInfo("xdg-open", [link]) { RedirectStandardOutput = true, RedirectStandardError = true })?.Dispose();
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or IOException)
        {
            // The link stands in the terminal.
        }

        static bool Has(string name) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name));
    }
}
