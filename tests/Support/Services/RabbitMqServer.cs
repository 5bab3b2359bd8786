namespace DdRun.Testing.Services;

/// <summary>RabbitMQ with its own port mapper; user and password <c>guest</c>.</summary>
public sealed class RabbitMqServer : IDisposable
{
    private readonly ServiceProcess _service = new();

    private RabbitMqServer()
    {
    }

    public static string? Missing { get; } = Server is null ? "RabbitMQ is not installed" : null;

    public int Port { get; } = ServiceProcess.FreePort();

    public string ConnectionString => $"amqp://guest:guest@127.0.0.1:{Port}/";

    // Debian's wrapper in the path would change to the system's user and its folders.
    private static string? Server => Directory.Exists("/usr/lib/rabbitmq/lib")
        ? Directory.GetFiles("/usr/lib/rabbitmq/lib", "rabbitmq-server", SearchOption.AllDirectories).FirstOrDefault(file => file.Contains("/sbin/", StringComparison.Ordinal))
        : null;

    public static async Task<RabbitMqServer> Start()
    {
        var server = new RabbitMqServer();
        var folder = server._service.Folder;
        var mapper = $"{ServiceProcess.FreePort()}";
        // Started here, or the broker would leave one behind that outlives the test.
        await server._service.Start(null, "/usr/bin/epmd", ["-port", mapper, "-address", "127.0.0.1"]).ConfigureAwait(false);
        await server._service.Start("completed with", Server!, [],
            ("HOME", folder),
            ("ERL_EPMD_PORT", mapper),
            ("ERL_EPMD_ADDRESS", "127.0.0.1"),
            ("RABBITMQ_NODENAME", $"dd{server.Port}@localhost"),
            ("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
            ("RABBITMQ_NODE_PORT", $"{server.Port}"),
            ("RABBITMQ_DIST_PORT", $"{ServiceProcess.FreePort()}"),
            ("RABBITMQ_MNESIA_BASE", Path.Combine(folder, "mnesia")),
            ("RABBITMQ_LOG_BASE", Path.Combine(folder, "log")),
            ("RABBITMQ_LOGS", "-"),
            ("RABBITMQ_CONFIG_FILE", Path.Combine(folder, "none")),
            ("RABBITMQ_ENABLED_PLUGINS_FILE", Path.Combine(folder, "plugins"))).ConfigureAwait(false);
        return server;
    }

    public void Dispose() => _service.Dispose();
}
