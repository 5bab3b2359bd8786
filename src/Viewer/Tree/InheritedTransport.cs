using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DdRun.Viewer.Tree;

/// <summary>Kestrel's connections out of a socket that listens already, counted in the order in which they were made.</summary>
internal sealed class InheritedTransport(Socket listening, OpenConnections open) : IConnectionListenerFactory, IConnectionListener
{
    private readonly SocketTransportFactory _sockets = new(
        Options.Create(new SocketTransportOptions { CreateBoundListenSocket = _ => listening, IOQueueCount = 1 }), NullLoggerFactory.Instance);

    private readonly TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IConnectionListener? _listener;
    private volatile EndPoint? _last;

    public EndPoint EndPoint => _listener!.EndPoint;

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        _listener = await _sockets.BindAsync(endpoint, cancellationToken);
        return this;
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _listener!.AcceptAsync(cancellationToken) is { } connection)
        {
            if (_last is { } last && last.Equals(connection.RemoteEndPoint))
            {
                await connection.DisposeAsync();
                _caughtUp.TrySetResult();
                continue;
            }

            open.Enter();
            return connection;
        }

        return null;
    }

    /// <summary>Comes back when all that have connected until now are accepted: one more is made, which is the last of them.</summary>
    public async Task CatchUpAsync(CancellationToken limit)
    {
        using var last = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        last.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _last = last.LocalEndPoint;
        await last.ConnectAsync(EndPoint, limit);
        await _caughtUp.Task.WaitAsync(limit);
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => _listener!.UnbindAsync(cancellationToken);

    public ValueTask DisposeAsync() => _listener!.DisposeAsync();
}
