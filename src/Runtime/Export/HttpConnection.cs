using System.Diagnostics;
using System.Globalization;
using System.Text;
using DdRun.Configuration;
using DdRun.Diagnostics;
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
        var deadline = Stopwatch.GetTimestamp() + (long)((limit < timeout ? limit.Value : timeout).TotalSeconds * Stopwatch.Frequency);
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
        if (!IsPosix)
            ManagedTransport.Bind(address);
    }

    /// <summary>Connects now, where that is a matter of microseconds, and not with the first request.</summary>
    public void Open(TimeSpan limit)
    {
        if (_stream is not null || connect is not null)
            return;
        _stream = TryConnectPosix(Stopwatch.GetTimestamp() + (long)(limit.TotalSeconds * Stopwatch.Frequency));
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

    // Where neither a name server nor TLS is needed, the system's sockets do, at a fraction of the start-up cost.
    private bool IsPosix => PosixSocket.IsSupported && !address.Secure
        && (address.Kind == AgentTransport.UnixSocket || (address.Kind == AgentTransport.Tcp && PosixSocket.TryParse(address.Host, out _)));

    private bool IsLocalhost => address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    private Stream Connect(long deadline)
    {
        _used = false;
        return connect is not null ? connect(deadline) : (Stream?)TryConnectPosix(deadline) ?? ManagedTransport.Connect(address, deadline, tls);
    }

    // Where neither a name server nor TLS is needed, the system's sockets do, at a fraction of the start-up cost.
    private PosixStream? TryConnectPosix(long deadline)
    {
        if (!PosixSocket.IsSupported || address.Secure || address.Kind == AgentTransport.NamedPipe)
            return null;
        PosixSocket? socket = null;
        if (address.Kind == AgentTransport.UnixSocket)
            PosixStream.Check(PosixSocket.TryConnect(address.Path, datagrams: false, Remaining(deadline), out socket));
        else if (PosixSocket.TryParse(address.Host, out var number))
        {
            var error = PosixSocket.TryConnect(number, address.Port, datagrams: false, Remaining(deadline), out socket);
            // Where IPv4 is refused, an agent may still listen on IPv6 only.
            if (error != 0 && IsLocalhost && PosixSocket.TryConnectLoopback6(address.Port, Remaining(deadline), out socket) == 0)
                error = 0;
            PosixStream.Check(error);
        }
        return socket is null ? null : new PosixStream(socket);
    }

    // Before each read, so that an answer that drips in slowly cannot stretch the limit.
    private void SetTimeout(long deadline)
    {
        var remaining = Remaining(deadline);
        if (_stream is { CanTimeout: true })
            _stream.ReadTimeout = _stream.WriteTimeout = remaining;
    }

    /// <summary>Milliseconds.</summary>
    internal static int Remaining(long deadline)
    {
        var left = (deadline - Stopwatch.GetTimestamp()) * 1000 / Stopwatch.Frequency;
        return left > 0 ? (int)Math.Min(left, int.MaxValue / 1000) : throw new TimeoutException("The server took too long.");
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
