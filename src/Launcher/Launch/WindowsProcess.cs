using System.Diagnostics;

namespace DdRun.Launcher.Launch;

/// <summary>Windows cannot replace a process: there the target is a child in the same console, which gets the console's events itself.</summary>
internal static class WindowsProcess
{
    public static int Run(string file, IEnumerable<string> arguments, Dictionary<string, string?> changes)
    {
        Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;
        var start = new ProcessStartInfo(file) { UseShellExecute = false };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in changes)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        try
        {
            using var process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            Message.Write($"{file}: {exception.Message}");
            return ExitCodes.NotExecutable;
        }
    }
}
