using System.Runtime.CompilerServices;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Jit;

namespace DdRun.Metrics.DogStatsd.Transport;

/// <summary>
/// Carries packets to the server over UDP, a Unix datagram socket or a Unix stream socket (whichever listens at the path).
/// Never throws, gives a server one chance a round, and connects again when it comes back.
/// </summary>
internal sealed class PacketLink(StatsdAddress address) : IDisposable
{
    public const int UdpLimit = 1432;
    public const int UnixLimit = 8192;

    private Channel? _channel;
    private long _patience;
    private volatile bool _givenUp;
    private volatile bool _isResolving;
    private bool _hasTold;

    /// <summary>Bytes that several lines may fill together.</summary>
    public int Limit { [MethodImpl(Compile.Once)] get; } = address.Kind == StatsdTransport.Udp ? UdpLimit : UnixLimit;

    /// <summary>Whether a name server is being asked, which nothing can cut short.</summary>
    public bool IsResolving => _isResolving;

    /// <summary>Whether the server did not take what was sent in this round.</summary>
    public bool IsGivenUp => _givenUp;

    /// <summary>The name that clients report themselves with.</summary>
    public string Transport => address.Kind == StatsdTransport.Udp ? "udp" : _channel is { IsStream: true } ? "uds-stream" : "uds";

    /// <summary>A server that did not answer in the last round gets another chance in this one.</summary>
    /// <param name="patience">How long the server may be waited for in all, in ticks of <see cref="TimeSpan"/>.</param>
    [MethodImpl(Compile.Once)]
    public void BeginRound(long patience)
    {
        _givenUp = false;
        _patience = patience;
    }

    /// <summary>Lets the round that is under way on another thread come to its end.</summary>
    public void GiveUp() => _givenUp = true;

    /// <summary>Connects ahead of the first packet: a name may take long to resolve, and at exit there is no time for that.</summary>
    public void Prepare() => TryOpen();

    /// <returns>False when the packet certainly did not reach the server.</returns>
    [MethodImpl(Compile.Once)]
    public bool Send(byte[] buffer, int length)
    {
        var isAway = false;
        for (var attempt = 0; attempt < 2 && !_givenUp && _patience > 0; attempt++)
        {
            isAway = true;
            if (!TryOpen())
                break;
            // Not the time on the clock: on a busy machine that passes without anybody having been waited for.
            var before = _channel!.Waited;
            var outcome = _channel.Send(buffer, length);
            _patience -= _channel.Waited - before;
            switch (outcome)
            {
                case SendOutcome.Sent:
                    _hasTold = false;
                    return true;
                case SendOutcome.TooLong:
                    return false;
                case SendOutcome.Busy:
                    // Half a packet may be in the stream: the next one cannot follow it.
                    if (_channel.IsStream)
                        Dispose();
                    _givenUp = true;
                    return false;
                default:
                    // Another server may listen at the same address by now.
                    Dispose();
                    break;
            }
        }
        _givenUp = true;
        if (isAway && !_hasTold)
            Tell();
        return false;
    }

    // Once, until a server has taken something.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Tell()
    {
        _hasTold = true;
        Log.Warn("No DogStatsD takes metrics at " + address + ": they are lost until one does.");
    }

    public void Dispose()
    {
        _channel?.Dispose();
        _channel = null;
    }

    [MethodImpl(Compile.Once)]
    private bool TryOpen()
    {
        if (_channel != null)
            return true;
        try
        {
            _isResolving = true;
            _channel = Channel.TryOpen(address);
        }
        catch (Exception e)
        {
            if (Log.IsDebug)
                Log.Debug($"No DogStatsD at {address}: {e.Message}");
        }
        finally
        {
            _isResolving = false;
        }
        return _channel != null;
    }
}
