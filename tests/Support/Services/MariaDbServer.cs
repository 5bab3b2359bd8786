namespace DdRun.Testing.Services;

/// <summary>MariaDB with user <c>root</c>, no password, database <c>mysql</c>.</summary>
public sealed class MariaDbServer : IDisposable
{
    private const string Server = "/usr/sbin/mariadbd";
    private const string Install = "/usr/bin/mariadb-install-db";

    private readonly ServiceProcess _service = new("mysql");

    private MariaDbServer()
    {
    }

    public static string? Missing { get; } = ServiceProcess.Find(Server) is null ? "MariaDB is not installed" : null;

    public int Port { get; } = ServiceProcess.FreePort();

    public string ConnectionString => $"Server=127.0.0.1;Port={Port};User ID=root;Database=mysql";

    public static async Task<MariaDbServer> Start()
    {
        var server = new MariaDbServer();
        var data = Path.Combine(server._service.Folder, "data");
        server._service.Run(Install, "--no-defaults", $"--datadir={data}", "--auth-root-authentication-method=normal", "--skip-test-db");
        await server._service.Start("ready for connections", Server,
            ["--no-defaults", $"--datadir={data}", $"--port={server.Port}", "--bind-address=127.0.0.1", $"--socket={server._service.Folder}/socket", "--skip-log-bin"]).ConfigureAwait(false);
        return server;
    }

    public void Dispose() => _service.Dispose();
}
