using System.Runtime.InteropServices;
using System.Text;

namespace DdRun.Launcher.Launch;

/// <summary>Text onto a console of Windows, whatever its code page is.</summary>
internal sealed unsafe partial class WindowsConsoleWriter : TextWriter
{
    private const int StandardOutput = -11, StandardError = -12;
    private const uint ObeysEscapes = 4;
    // The system takes no more than 64 KiB at once.
    private const int LongestPiece = 8192;

    private readonly nint _console;

    public WindowsConsoleWriter(bool isError)
    {
        _console = GetStdHandle(isError ? StandardError : StandardOutput);
        if (GetConsoleMode(_console, out var mode) != 0)
            _ = SetConsoleMode(_console, mode | ObeysEscapes);
    }

    public override Encoding Encoding => Encoding.Unicode;

    public override void Write(char value) => Write(new ReadOnlySpan<char>(in value));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        while (buffer.Length > 0)
        {
            var piece = buffer[..Math.Min(buffer.Length, LongestPiece)];
            fixed (char* text = piece)
            {
                if (WriteConsoleW(_console, text, (uint)piece.Length, out _, 0) == 0)
                    throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
            }

            buffer = buffer[piece.Length..];
        }
    }

    public override void WriteLine(string? value) => Write(value + "\n");

    [LibraryImport("kernel32")]
    private static partial nint GetStdHandle(int which);

    [LibraryImport("kernel32")]
    private static partial int GetConsoleMode(nint console, out uint mode);

    [LibraryImport("kernel32")]
    private static partial int SetConsoleMode(nint console, uint mode);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial int WriteConsoleW(nint console, char* text, uint count, out uint written, nint reserved);
}
