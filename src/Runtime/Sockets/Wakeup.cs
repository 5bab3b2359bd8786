using System.Runtime.InteropServices;
using DdRun.Linux;

namespace DdRun.Sockets;

/// <summary>Wakes who waits for a socket of the operating system. On Linux.</summary>
internal sealed unsafe class Wakeup : IDisposable
{
    private Wakeup(int file) => File = file;

    /// <summary>What is waited for beside the socket.</summary>
    public int File { get; private set; }

    /// <returns>0 or what went wrong.</returns>
    public static int TryOpen(out Wakeup? wakeup)
    {
        wakeup = null;
        var file = Libc.Event(0, Libc.NonBlocking | Libc.CloseOnExec);
        if (file < 0)
            return Marshal.GetLastPInvokeError();
        wakeup = new(file);
        return 0;
    }

    public void Set()
    {
        var one = 1L;
        _ = Libc.Write(File, &one, sizeof(long));
    }

    /// <summary>Who waits next waits for a new one.</summary>
    public void Clear()
    {
        long count;
        _ = Libc.Read(File, &count, sizeof(long));
    }

    public void Dispose()
    {
        if (File >= 0)
            _ = Libc.Close(File);
        File = -1;
    }
}
