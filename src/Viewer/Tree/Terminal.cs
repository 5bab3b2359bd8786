using System.Runtime.InteropServices;
using System.Text;

namespace DdRun.Viewer.Tree;

/// <summary>Where the tree is drawn. Not the console's stream, which says nothing when the reader of a pipe has gone.</summary>
internal sealed unsafe partial class Terminal(bool toOutput)
{
    private const int EINTR = 4;
    private static readonly int s_again = OperatingSystem.IsMacOS() ? 35 : 11;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    private readonly Lock _gate = new();
    private readonly Action<string>? _windows = OperatingSystem.IsWindows() ? OfWindows(toOutput) : null;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Comes to its end when nobody can read any more.</summary>
    public Task Closed => _closed.Task;

    public void Write(string text)
    {
        lock (_gate)
        {
            if (_closed.Task.IsCompleted)
                return;
            if (_windows is null ? WriteAll(toOutput ? 1 : 2, Encoding.UTF8.GetBytes(text)) : WriteAll(_windows, text))
                return;
        }

        _closed.TrySetResult();
    }

    private static Action<string> OfWindows(bool toOutput)
    {
        if (toOutput ? !Console.IsOutputRedirected : !Console.IsErrorRedirected)
            return new WindowsTerminal(toOutput).Write;
        var stream = toOutput ? Console.OpenStandardOutput() : Console.OpenStandardError();
        return text => stream.Write(Encoding.UTF8.GetBytes(text));
    }

    private static bool WriteAll(Action<string> windows, string text)
    {
        try
        {
            windows(text);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool WriteAll(int descriptor, byte[] bytes)
    {
        fixed (byte* start = bytes)
        {
            for (nint done = 0; done < bytes.Length;)
            {
                var count = write(descriptor, start + done, bytes.Length - done);
                if (count >= 0)
                {
                    done += count;
                    continue;
                }

                var error = Marshal.GetLastPInvokeError();
                // Somebody who shares the terminal or pipe with us may have made it so that it does not wait.
                if (error == s_again)
                    Thread.Sleep(s_pause);
                else if (error != EINTR)
                    return false;
            }
        }

        return true;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int descriptor, byte* bytes, nint count);
}
