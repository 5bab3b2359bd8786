namespace DdRun.Testing.Services;

/// <summary>A server of NATS.</summary>
public sealed class NatsServer : IDisposable
{
    private static readonly string? s_server = ServiceProcess.Find("/usr/sbin/nats-server", "/usr/bin/nats-server");

    private readonly ServiceProcess _service = new();

    private NatsServer()
    {
    }

    public static string? Missing { get; } = s_server is null ? "nats-server is not installed" : null;

    public string Port { get; } = $"{ServiceProcess.FreePort()}";

    public string Url => $"nats://127.0.0.1:{Port}";

    public static async Task<NatsServer> Start()
    {
        var server = new NatsServer();
        await server._service.Start("Server is ready", s_server!, ["-a", "127.0.0.1", "-p", server.Port]).ConfigureAwait(false);
        return server;
    }

    public void Dispose() => _service.Dispose();
}
