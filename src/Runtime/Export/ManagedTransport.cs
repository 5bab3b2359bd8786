using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Linux;
using DdRun.Sockets;

namespace DdRun.Export;

/// <summary>
/// Connections through the framework: names to resolve, TLS, named pipes, other systems than Linux. Apart from
/// <see cref="HttpConnection"/>, because code that names these types loads four assemblies before it runs.
/// </summary>
internal static class ManagedTransport
{
    private static readonly string[] s_pipes = ["System.IO.Pipes", "System.Threading.Overlapped", "System.Collections", "System.Threading", "System.Memory"];

    private static readonly string[] s_sockets =
    [
        "System.Net.Primitives", "System.Net.Sockets", "System.Net.NameResolution", "Microsoft.Win32.Primitives", "System.Collections", "System.Collections.Concurrent",
        "System.Threading", "System.Threading.Overlapped", "System.Threading.ThreadPool", "System.Diagnostics.Tracing", "System.Diagnostics.DiagnosticSource", "System.Memory",
        "System.Runtime.InteropServices", "System.Linq", "System.Net.Security",
    ];

    private static readonly string[] s_encryption =
    [
        "System.Security.Cryptography", "System.Formats.Asn1", "System.Collections.NonGeneric", "System.Security.Claims",
        "System.Security.Principal.Windows", "System.Text.Encoding.Extensions", "System.Runtime.Numerics", "System.Collections.Specialized",
    ];

    /// <summary>Loads what connections to an address will need.</summary>
    public static void Bind(AgentAddress address)
    {
        FrameworkPreload.Bind(address.Kind == AgentTransport.NamedPipe ? s_pipes : s_sockets);
        if (address.Secure)
            FrameworkPreload.Bind(s_encryption);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Stream Connect(AgentAddress address, long deadline, TlsFiles? tls = null) => new ManagedStream(Open(address, deadline, tls));

    /// <summary>TLS over a connection of the system's.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Stream Encrypt(Stream stream, AgentAddress address, TimeSpan timeout, TlsFiles? tls)
    {
        stream.ReadTimeout = stream.WriteTimeout = (int)Math.Min(timeout.TotalMilliseconds, int.MaxValue);
        return new ManagedStream(Secure(stream, address, tls));
    }

    /// <summary>A connection of the system's to one of the addresses of a name: the framework's throw for every server that is not there, and for every one that is.</summary>
    /// <returns>0 or what went wrong.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int TryConnectByName(string host, int port, long deadline, out PosixSocket? socket)
    {
        socket = null;
        var error = Libc.NoSuchAddress;
        foreach (var candidate in IPAddress.TryParse(host, out var literal) ? [literal] : Dns.GetHostAddresses(host))
        {
            var failure = HostSocket.TryConnect(candidate, port, datagrams: false, HttpConnection.Left(deadline), out socket);
            if (failure == 0)
                return 0;
            if (error == Libc.NoSuchAddress)
                error = failure;
        }
        return error;
    }

    private static Stream Open(AgentAddress address, long deadline, TlsFiles? tls) => address.Kind switch
    {
        AgentTransport.NamedPipe => new AgentPipe(address.Path, HttpConnection.Remaining(deadline)),
        AgentTransport.UnixSocket => new NetworkStream(ConnectTo(new UnixDomainSocketEndPoint(address.Path), deadline), ownsSocket: true),
        _ when address.Secure => ConnectSecurely(address, deadline, tls),
        _ => new NetworkStream(ConnectTcp(address, deadline), ownsSocket: true),
    };

    private static SslStream ConnectSecurely(AgentAddress address, long deadline, TlsFiles? tls)
    {
        var stream = new NetworkStream(ConnectTcp(address, deadline), ownsSocket: true);
        stream.ReadTimeout = stream.WriteTimeout = HttpConnection.Remaining(deadline);
        return Secure(stream, address, tls);
    }

    private static SslStream Secure(Stream stream, AgentAddress address, TlsFiles? tls)
    {
        var secure = new SslStream(stream);
        try
        {
            if (tls is null)
                secure.AuthenticateAsClient(address.Host);
            else
                secure.AuthenticateAsClient(TlsOptions.Make(address.Host, tls));
            return secure;
        }
        catch
        {
            secure.Dispose();
            throw;
        }
    }

    private static Socket ConnectTcp(AgentAddress address, long deadline)
    {
        // Resolving "localhost" loads more than connecting does; where IPv4 is refused, an agent may still listen on IPv6 only.
        IPAddress[] addresses = IPAddress.TryParse(address.Host, out var literal) ? [literal]
            : address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
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
                if (!IsDecided(socket, HttpConnection.Remaining(deadline)))
                    throw new TimeoutException("Connecting to the server took too long.");
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

    // Windows tells of a connection that failed among the errors alone, and not as one that can be written to.
    private static bool IsDecided(Socket socket, int milliseconds)
    {
        const int microseconds = 1000;
        List<Socket> connected = [socket], failed = [socket];
        Socket.Select(null, connected, failed, milliseconds * microseconds);
        return connected.Count + failed.Count > 0;
    }
}
