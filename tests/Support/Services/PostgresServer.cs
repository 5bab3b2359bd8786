namespace DdRun.Testing.Services;

/// <summary>PostgreSQL with one superuser <c>dd</c>, no password, database <c>postgres</c>.</summary>
public sealed class PostgresServer : IDisposable
{
    private const string Folder = "/usr/lib/postgresql/15/bin/";

    private readonly ServiceProcess _service = new("postgres");

    private PostgresServer()
    {
    }

    public static string? Missing { get; } = ServiceProcess.Find(Folder + "postgres") is null ? "PostgreSQL 15 is not installed" : null;

    public int Port { get; } = ServiceProcess.FreePort();

    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=dd;Database=postgres";

    public static async Task<PostgresServer> Start()
    {
        var server = new PostgresServer();
        var data = Path.Combine(server._service.Folder, "data");
        server._service.Run(Folder + "initdb", "-D", data, "-U", "dd", "--auth=trust", "-E", "UTF8", "--no-sync");
        await server._service.Start("database system is ready to accept connections", Folder + "postgres",
            ["-D", data, "-p", $"{server.Port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"]).ConfigureAwait(false);
        return server;
    }

    public void Dispose() => _service.Dispose();
}
