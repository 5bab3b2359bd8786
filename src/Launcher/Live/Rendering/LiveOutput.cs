using System.Runtime.InteropServices;
using System.Text;
using DdRun.Launcher.Launch;

namespace DdRun.Launcher.Live.Rendering;

/// <summary>
/// Standard output for commands that go on until somebody stops them. Not the console's, which says nothing when the reader of a pipe has gone:
/// <c>dd-run watch … | head</c> would never end.
/// </summary>
internal sealed unsafe class LiveOutput
{
    private const int EINTR = 4, EAGAIN = 11, EPIPE = 32, EIO = 5, StandardOutput = 1;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    /// <exception cref="OutputClosedException">Nobody reads any more.</exception>
    /// <exception cref="IOException">It cannot be written, such as to a full disk.</exception>
    public void Write(string text)
    {
        if (OperatingSystem.IsWindows())
        {
            Console.Out.Write(text);
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* start = bytes)
        {
            for (nint done = 0; done < bytes.Length;)
            {
                var count = Libc.write(StandardOutput, start + done, bytes.Length - done);
                if (count >= 0)
                    done += count;
                else
                    Recover(Marshal.GetLastPInvokeError());
            }
        }
    }

    private static void Recover(int error)
    {
        switch (error)
        {
            case EINTR:
                return;
            // Somebody who shares the terminal or pipe with us has made it so.
            case EAGAIN:
                Thread.Sleep(s_pause);
                return;
            // A pipe whose reader has gone, a terminal that was closed.
            case EPIPE or EIO:
                throw new OutputClosedException();
            default:
                throw new IOException(Marshal.GetPInvokeErrorMessage(error));
        }
    }
}
