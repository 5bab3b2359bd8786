using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace DdRun.Benchmarks.AspNetCore;

/// <summary>A transport for Kestrel without a network: what a request costs the server, and nothing of what it costs the kernel.</summary>
internal sealed class MemoryConnections : IConnectionListenerFactory, IConnectionListener
{
    // The client goes on elsewhere than in the middle of the server's writing.
    private static readonly PipeOptions s_options = new(
        readerScheduler: PipeScheduler.ThreadPool, writerScheduler: PipeScheduler.ThreadPool, pauseWriterThreshold: 0, useSynchronizationContext: false);

    private readonly TaskCompletionSource<ConnectionContext?> _connection = new();
    private readonly TaskCompletionSource _end = new();
    private int _accepted;

    public EndPoint EndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 0);

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new(this);

    /// <summary>The client's end of the only connection.</summary>
    public IDuplexPipe Connect()
    {
        var (toServer, toClient) = (new Pipe(s_options), new Pipe(s_options));
        var client = new Ends(toClient.Reader, toServer.Writer);
        _connection.SetResult(new DefaultConnectionContext("memory", new Ends(toServer.Reader, toClient.Writer), client));
        return client;
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _accepted, 1) == 0)
            return await _connection.Task.WaitAsync(cancellationToken);
        await _end.Task.WaitAsync(cancellationToken);
        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _end.TrySetResult();
        _connection.TrySetResult(null);
        return default;
    }

    public ValueTask DisposeAsync() => UnbindAsync();

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
