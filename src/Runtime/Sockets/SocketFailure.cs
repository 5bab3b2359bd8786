namespace DdRun.Sockets;

/// <summary>The operating system could not do something with a socket.</summary>
internal sealed class SocketFailure(int error) : IOException(PosixSocket.Describe(error))
{
    /// <summary>The system's number for it.</summary>
    public int Error => error;
}
