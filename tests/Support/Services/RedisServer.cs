namespace DdRun.Testing.Services;

/// <summary>Redis, empty, in memory only.</summary>
public sealed class RedisServer : IDisposable
{
    private const string Server = "/usr/bin/redis-server";

    private readonly ServiceProcess _service = new();

    private RedisServer()
    {
    }

    public static string? Missing { get; } = ServiceProcess.Find(Server) is null ? "Redis is not installed" : null;

    public int Port { get; } = ServiceProcess.FreePort();

    /// <summary>For a client that waits for a loaded machine: by itself it gives a command up after a second.</summary>
    public string ConnectionString => $"127.0.0.1:{Port},connectTimeout=30000,syncTimeout=10000";

    public static async Task<RedisServer> Start()
    {
        var server = new RedisServer();
        await server._service.Start("Ready to accept connections", Server,
            ["--port", $"{server.Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", server._service.Folder]).ConfigureAwait(false);
        return server;
    }

    public void Dispose() => _service.Dispose();
}
