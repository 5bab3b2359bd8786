using System.Net;
using System.Net.Sockets;
using DdRun.Viewer.Security;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DdRun.Viewer.Tree;

/// <summary>An agent's port, and nothing beside it: Kestrel without a host around it, whose start takes three times as long.</summary>
/// <param name="listening">Taken over.</param>
/// <param name="endpoints">What is answered, by path.</param>
internal sealed class TraceServer(Socket listening, Dictionary<string, RequestDelegate> endpoints) : IHttpApplication<HttpContext>, IServiceProvider, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly AccessGuard _guard = new(IPAddress.Loopback, token: null);
    private readonly OpenConnections _open = new();
    private InheritedTransport? _transport;

    public Task StartAsync()
    {
        _transport = new(listening, _open);
        var options = new KestrelServerOptions { AddServerHeader = false, ApplicationServices = this };
        options.Listen((IPEndPoint)listening.LocalEndPoint!, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => async connection =>
            {
                try
                {
                    await next(connection);
                }
                finally
                {
                    _open.Leave();
                }
            });
        });
        return new KestrelServer(Options.Create(options), _transport, NullLoggerFactory.Instance).StartAsync(this, CancellationToken.None);
    }

    /// <summary>Serves those who have connected until now. Who keeps a connection open, such as a process that outlives the target, is left after a second.</summary>
    public async Task FinishAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await _transport!.CatchUpAsync(limit.Token);
            await _open.WhenNone().WaitAsync(limit.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // Left.
        }
    }

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context)
    {
        if (!_guard.Admit(context, isPage: false))
            return Task.CompletedTask;
        if (endpoints.TryGetValue(context.Request.Path.Value ?? "", out var answer))
            return answer(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    /// <summary>Nobody can connect any more; the process's end closes the connections that are left.</summary>
    public ValueTask DisposeAsync() => _transport?.DisposeAsync() ?? ValueTask.CompletedTask;

    object? IServiceProvider.GetService(Type serviceType) => null;
}
