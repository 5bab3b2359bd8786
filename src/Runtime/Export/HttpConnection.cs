using System.Diagnostics;
using System.Globalization;
using System.Text;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Linux;
using DdRun.Sockets;

namespace DdRun.Export;

/// <summary>
/// HTTP/1.1 to one server, one request at a time over one connection that is kept alive. Not HttpClient: that costs 85 ms at start-up, and
/// would be traced by ourselves. For one thread; throws whatever keeps an answer from coming, and then <see cref="MayRepeat"/> says more.
/// </summary>
/// <param name="address">Where the server is.</param>
/// <param name="timeout">What a request may take.</param>
/// <param name="connect">Makes connections in place of our own, given a timestamp to be done by.</param>
/// <param name="tls">Certificates, where the system's do not do.</param>
internal sealed class HttpConnection(AgentAddress address, TimeSpan timeout, Func<long, Stream>? connect = null, TlsFiles? tls = null) : IDisposable
{
    /// <summary>What is in the way when there is no time left.</summary>
    public const string TooSlow = "The server took too long.";

    private readonly string _host = address.Kind == AgentTransport.Tcp
        ? UrlHost.Bracketed(address.Host) + ":" + address.Port.ToString(CultureInfo.InvariantCulture)
        : "localhost";
    private Stream? _stream;
    private bool _used;

    /// <summary>How far the last request came.</summary>
    public RequestProgress Progress { get; private set; }

    /// <summary>
    /// Whether a request that failed may be sent again without the server having it twice by our fault: it had not come so far, or it was the peer that broke it off.
    /// </summary>
    public bool MayRepeat { get; private set; }

    /// <summary>Sends a request and waits for the answer, for the time-out at most. Once the status is known nothing is thrown any more.</summary>
    public HttpResponse Send(string method, string path, string headers, ReadOnlySpan<byte> body, TimeSpan? limit = null)
    {
        (Progress, MayRepeat) = (RequestProgress.Unsent, true);
        var deadline = Deadline(limit);
        // Not interpolated: for that the runtime brings up its pools of buffers, and this may be the only time.
        var head = Encoding.UTF8.GetBytes(method + " " + address.BasePath + path + " HTTP/1.1\r\nHost: " + _host + "\r\n" + headers
            + "Content-Length: " + body.Length.ToString(CultureInfo.InvariantCulture) + "\r\n\r\n");
        // An idle connection may have been closed by the server just now: that says nothing about the server, so try once more on a new one.
        if (_used && _stream is not null)
        {
            try
            {
                return SendOnce(head, body, deadline);
            }
            catch (IOException e) when (e is PeerFailure or SocketFailure)
            {
            }
        }
        return SendOnce(head, body, deadline);
    }

    /// <summary>Loads what connecting will need of the shared framework, which mostly is nothing.</summary>
    public void Bind()
    {
        if (!IsPlain)
            ManagedTransport.Bind(address);
    }

    /// <summary>
    /// Sees to a connection before a request. A server that is not there is no exception where the system's sockets do: those would count as the target's
    /// wherever it counts them, and each attempt would make some.
    /// </summary>
    /// <returns>Null, or what is in the way; where only the request shows that, null.</returns>
    public string? TryOpen(TimeSpan? limit = null)
    {
        (Progress, MayRepeat) = (RequestProgress.Unsent, true);
        if (_stream is PosixStream { IsOver: true })
            Close();
        if (_stream is not null || connect is not null || !IsPosix)
            return null;
        var error = TryConnectPosix(Deadline(limit), out var socket);
        if (error != 0)
            return error == Libc.TimedOut ? TooSlow : PosixSocket.Describe(error);
        _used = false;
        _stream = StreamOf(socket!);
        return null;
    }

    /// <summary>Connects now, where that is a matter of microseconds, and not with the first request.</summary>
    public void Open(TimeSpan limit)
    {
        if (!IsPlain || _stream is not null || TryOpen(limit) is not null)
            return;
        // Until the request comes, the server may have closed it, like a connection between two requests.
        _used = true;
    }

    /// <summary>Reads an answer that nobody gave.</summary>
    public static void Rehearse()
    {
        using var answer = new MemoryStream("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray());
        new HttpResponseReader(answer, static () => { }).Read(out _);
    }

    public void Dispose() => Close();

    private HttpResponse SendOnce(byte[] head, ReadOnlySpan<byte> body, long deadline)
    {
        Progress = RequestProgress.Unsent;
        HttpResponseReader? reader = null;
        try
        {
            _stream ??= Connect(deadline);
            SetTimeout(deadline);
            _stream.Write(head);
            Progress = RequestProgress.Sending;
            if (body.Length > 0)
                _stream.Write(body);
            Progress = RequestProgress.Sent;
            _stream.Flush();
            reader = new HttpResponseReader(_stream, () => SetTimeout(deadline));
            var response = reader.Read(out var keepAlive);
            _used = true;
            (Progress, MayRepeat) = (RequestProgress.Answered, false);
            if (!keepAlive)
                Close();
            return response;
        }
        catch (Exception e)
        {
            if (reader is { Status: > 0 })
                Progress = RequestProgress.Answered;
            MayRepeat = Progress == RequestProgress.Unsent || (Progress < RequestProgress.Answered && e is (PeerFailure or SocketFailure or TimeoutException));
            Close();
            if (Progress == RequestProgress.Answered)
                return new HttpResponse(reader!.Status, [], null) { Problem = e.Message };
            throw;
        }
    }

    private long Deadline(TimeSpan? limit) => Stopwatch.GetTimestamp() + (long)((limit < timeout ? limit.Value : timeout).TotalSeconds * Stopwatch.Frequency);

    // What the system's sockets connect to; names and TLS bring the framework in as well.
    private bool IsPosix => PosixSocket.IsSupported && address.Kind is (AgentTransport.UnixSocket or AgentTransport.Tcp);

    // Where neither a name server nor TLS is needed, the system's sockets do alone, at a fraction of the start-up cost.
    private bool IsPlain => IsPosix && !address.Secure && (address.Kind == AgentTransport.UnixSocket || PosixSocket.TryParse(address.Host, out _));

    private bool IsLocalhost => address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    private Stream Connect(long deadline)
    {
        _used = false;
        if (connect is not null)
            return connect(deadline);
        if (!IsPosix)
            return ManagedTransport.Connect(address, deadline, tls);
        PosixStream.Check(TryConnectPosix(deadline, out var socket));
        return StreamOf(socket!);
    }

    private Stream StreamOf(PosixSocket socket)
    {
        var stream = new PosixStream(socket);
        return address.Secure ? ManagedTransport.Encrypt(stream, address, timeout, tls) : stream;
    }

    private int TryConnectPosix(long deadline, out PosixSocket? socket)
    {
        if (address.Kind == AgentTransport.UnixSocket)
            return PosixSocket.TryConnect(address.Path, datagrams: false, Left(deadline), out socket);
        if (!PosixSocket.TryParse(address.Host, out var number))
            return ManagedTransport.TryConnectByName(address.Host, address.Port, deadline, out socket);
        var error = PosixSocket.TryConnect(number, address.Port, datagrams: false, Left(deadline), out socket);
        // Where IPv4 is refused, an agent may still listen on IPv6 only.
        if (error != 0 && IsLocalhost && PosixSocket.TryConnectLoopback6(address.Port, Left(deadline), out socket) == 0)
            error = 0;
        return error;
    }

    // Before each read, so that an answer that drips in slowly cannot stretch the limit.
    private void SetTimeout(long deadline)
    {
        var remaining = Remaining(deadline);
        if (_stream is { CanTimeout: true })
            _stream.ReadTimeout = _stream.WriteTimeout = remaining;
    }

    /// <summary>Milliseconds; none left is an exception.</summary>
    internal static int Remaining(long deadline) => Left(deadline) is > 0 and var left ? left : throw new TimeoutException(TooSlow);

    /// <summary>Milliseconds.</summary>
    internal static int Left(long deadline)
    {
        var left = (deadline - Stopwatch.GetTimestamp()) * 1000 / Stopwatch.Frequency;
        return left > 0 ? (int)Math.Min(left, int.MaxValue / 1000) : 0;
    }

    private void Close()
    {
        var stream = _stream;
        _stream = null;
        _used = false;
        try
        {
            stream?.Dispose();
        }
        catch (Exception e)
        {
            Log.Debug($"A connection did not close: {e.Message}");
        }
    }
}
