using System.Runtime.InteropServices;

namespace DdRun.Viewer.Tree;

/// <summary>Text onto a console of Windows, whatever its code page is. That it obeys escapes the launcher has seen to.</summary>
internal sealed unsafe partial class WindowsTerminal(bool toOutput)
{
    private const int StandardOutput = -11, StandardError = -12;
    // The system takes no more than 64 KiB at once.
    private const int LongestPiece = 8192;

    private readonly nint _console = GetStdHandle(toOutput ? StandardOutput : StandardError);

    /// <exception cref="IOException">The console is gone.</exception>
    public void Write(string text)
    {
        for (var rest = text.AsSpan(); rest.Length > 0;)
        {
            var piece = rest[..Math.Min(rest.Length, LongestPiece)];
            fixed (char* start = piece)
            {
                if (WriteConsoleW(_console, start, (uint)piece.Length, out _, 0) == 0)
                    throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
            }

            rest = rest[piece.Length..];
        }
    }

    [LibraryImport("kernel32")]
    private static partial nint GetStdHandle(int which);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial int WriteConsoleW(nint console, char* text, uint count, out uint written, nint reserved);
}
