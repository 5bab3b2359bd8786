using System.Text;

namespace DdRun.Launcher.Launch;

/// <summary>Windows would write our text in the console's code page, which lacks most of what we draw trees with.</summary>
internal static class WindowsConsole
{
    private const int Output = 1;

    /// <summary>Our own output as UTF-8 into files and pipes, and as it is onto the console, whose settings stay the target's.</summary>
    public static void UseUtf8()
    {
        if (!OperatingSystem.IsWindows())
            return;
        Console.SetOut(Console.IsOutputRedirected ? Encoded(Console.OpenStandardOutput()) : new WindowsConsoleWriter(isError: false));
        Console.SetError(Console.IsErrorRedirected ? Encoded(Console.OpenStandardError()) : new WindowsConsoleWriter(isError: true));
    }

    public static bool IsTerminal(int fileDescriptor) => fileDescriptor == Output ? !Console.IsOutputRedirected : !Console.IsErrorRedirected;

    private static StreamWriter Encoded(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
}
