using System.Runtime.CompilerServices;
using DdRun.Configuration;
using DdRun.Jit;

namespace DdRun.Metrics.DogStatsd.Transport;

/// <summary>One open connection to a server. Sends without throwing, and without waiting longer than <see cref="PatienceMilliseconds"/>.</summary>
internal abstract class Channel : IDisposable
{
    public const int PatienceMilliseconds = 40;
    protected const int SendBufferBytes = 64 * 1024;

    /// <summary>Packets are framed by their length: it is not a datagram socket that listens.</summary>
    public bool IsStream { get; protected init; }

    /// <summary>How long this has waited for the server in all, in ticks of <see cref="TimeSpan"/>.</summary>
    public abstract long Waited { get; }

    /// <returns>Null when nobody listens there.</returns>
    [MethodImpl(Compile.Once)]
    public static Channel? TryOpen(StatsdAddress address) =>
        PosixChannel.TryConnect(address, out var channel) ? channel : SocketChannel.TryConnect(address);

    /// <param name="buffer">Starts with the packet.</param>
    /// <param name="length">Of the packet.</param>
    public abstract SendOutcome Send(byte[] buffer, int length);

    public abstract void Dispose();
}
