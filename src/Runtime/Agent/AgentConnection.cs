using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using DdRun.Configuration;
using DdRun.Sockets;

namespace DdRun.Agent;

/// <summary>
/// HTTP/1.1 to the agent, one request at a time over one connection that is kept alive. Not HttpClient: that costs 85 ms at start-up, and
/// would be traced by ourselves. For one thread; throws <see cref="IOException"/>, <see cref="SocketException"/> or <see cref="TimeoutException"/>.
/// </summary>
internal sealed class AgentConnection(AgentAddress address, TimeSpan timeout) : IDisposable
{
    private readonly string _host = address.Kind == AgentTransport.Tcp
        ? string.Create(CultureInfo.InvariantCulture, $"{(address.Host.Contains(':', StringComparison.Ordinal) ? $"[{address.Host}]" : address.Host)}:{address.Port}")
        : "localhost";
    private Stream? _stream;
    private Socket? _socket;
    private bool _used;

    /// <summary>Sends a request and waits for the whole answer, for the time-out at most.</summary>
    public AgentResponse Send(string method, string path, string headers, ReadOnlySpan<byte> body, TimeSpan? limit = null)
    {
        var deadline = Stopwatch.GetTimestamp() + (long)((limit < timeout ? limit.Value : timeout).TotalSeconds * Stopwatch.Frequency);
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{method} {address.BasePath}{path} HTTP/1.1\r\nHost: {_host}\r\n{headers}Content-Length: {body.Length}\r\n\r\n"));
        // An idle connection may have been closed by the agent just now: that says nothing about the agent, so try once more on a new one.
        if (_used && _stream is not null)
        {
            try
            {
                return SendOnce(head, body, deadline);
            }
            catch (IOException e) when (e is ConnectionClosedException or SocketFailure || e.InnerException is SocketException { SocketErrorCode: not SocketError.TimedOut })
            {
                Close();
            }
        }
        return SendOnce(head, body, deadline);
    }

    public void Dispose() => Close();

    private AgentResponse SendOnce(byte[] head, ReadOnlySpan<byte> body, long deadline)
    {
        try
        {
            _stream ??= Connect(deadline);
            SetTimeout(deadline);
            _stream.Write(head);
            if (body.Length > 0)
                _stream.Write(body);
            _stream.Flush();
            var response = new HttpResponseReader(_stream, () => SetTimeout(deadline)).Read(out var keepAlive);
            _used = true;
            if (!keepAlive)
                Close();
            return response;
        }
        catch
        {
            Close();
            throw;
        }
    }

    private bool IsLocalhost => address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    private Stream Connect(long deadline)
    {
        _used = false;
        if (address.Kind == AgentTransport.NamedPipe)
        {
            var pipe = new NamedPipeClientStream(".", address.Path, PipeDirection.InOut);
            pipe.Connect(Remaining(deadline));
            return pipe;
        }
        if (TryConnectPosix(deadline) is { } posix)
            return posix;
        _socket = address.Kind == AgentTransport.UnixSocket
            ? ConnectTo(new UnixDomainSocketEndPoint(address.Path), deadline)
            : ConnectTcp(deadline);
        Stream stream = new NetworkStream(_socket, ownsSocket: true);
        if (!address.Secure)
            return stream;
        SetTimeout(deadline);
        var secure = new SslStream(stream);
        secure.AuthenticateAsClient(address.Host);
        return secure;
    }

    // Where neither a name server nor TLS is needed, the system's sockets do, at a fraction of the start-up cost.
    private PosixStream? TryConnectPosix(long deadline)
    {
        if (!PosixSocket.IsSupported || address.Secure)
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

    private Socket ConnectTcp(long deadline)
    {
        // Resolving "localhost" loads more than connecting does; where IPv4 is refused, an agent may still listen on IPv6 only.
        IPAddress[] addresses = IPAddress.TryParse(address.Host, out var literal) ? [literal]
            : IsLocalhost ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
            : Dns.GetHostAddresses(address.Host);
        SocketException? failure = null;
        foreach (var candidate in addresses)
        {
            try
            {
                return ConnectTo(new IPEndPoint(candidate, address.Port), deadline);
            }
            catch (SocketException e)
            {
                failure ??= e;
            }
        }
        throw failure ?? new SocketException((int)SocketError.HostNotFound);
    }

    private static Socket ConnectTo(EndPoint endPoint, long deadline)
    {
        var socket = endPoint is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Blocking = false;
            try
            {
                socket.Connect(endPoint);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
                if (!socket.Poll(Remaining(deadline) * 1000, SelectMode.SelectWrite))
                    throw new TimeoutException("Connecting to the agent took too long.");
                if (socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error) is int error and not 0)
                    throw new SocketException(error);
            }
            socket.Blocking = true;
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Before each read, so that an answer that drips in slowly cannot stretch the limit.
    private void SetTimeout(long deadline)
    {
        var remaining = Remaining(deadline);
        if (_stream is PosixStream posix)
            posix.Patience = remaining;
        if (_socket is null)
            return;
        _socket.SendTimeout = remaining;
        _socket.ReceiveTimeout = remaining;
    }

    private static int Remaining(long deadline)
    {
        var left = (deadline - Stopwatch.GetTimestamp()) * 1000 / Stopwatch.Frequency;
        return left > 0 ? (int)Math.Min(left, int.MaxValue / 1000) : throw new TimeoutException("The agent took too long.");
    }

    private void Close()
    {
        _stream?.Dispose();
        _stream = null;
        _socket = null;
        _used = false;
    }
}
