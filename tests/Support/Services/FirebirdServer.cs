using System.Net;
using System.Net.Sockets;

namespace DdRun.Testing.Services;

/// <summary>Firebird with users of its own; nobody has made a database yet.</summary>
public sealed class FirebirdServer : IDisposable
{
    private const string Server = "/usr/sbin/firebird", Shell = "/usr/bin/isql-fb", Root = "/usr/lib/x86_64-linux-gnu/firebird/3.0", Users = "/var/lib/firebird/3.0/system/security3.fdb";
    private const string Password = "dd-run";

    private readonly ServiceProcess _service = new();

    private FirebirdServer()
    {
    }

    public static string? Missing { get; } = File.Exists(Server) && File.Exists(Shell) && File.Exists(Users) ? null : "Firebird is not installed";

    public int Port { get; } = ServiceProcess.FreePort();

    public string ConnectionString => $"User=SYSDBA;Password={Password};Server=127.0.0.1;Port={Port};Database={Path.Combine(_service.Folder, "bakery.fdb")};Charset=UTF8;Pooling=false";

    public static async Task<FirebirdServer> Start()
    {
        var server = new FirebirdServer();
        var folder = server._service.Folder;
        foreach (var file in Directory.GetFileSystemEntries(Root))
        {
            if (Path.GetFileName(file) is not ("firebird.conf" or "databases.conf"))
                File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(file)), file);
        }
        var users = Path.Combine(folder, "users.fdb");
        File.Copy(Users, users);
        await File.WriteAllTextAsync(Path.Combine(folder, "databases.conf"), "").ConfigureAwait(false);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "firebird.conf"),
            $"""
            SecurityDatabase = {users}
            RemoteServicePort = {server.Port}
            RemoteBindAddress = 127.0.0.1
            DatabaseAccess = Full
            AuthServer = Srp
            UserManager = Srp
            WireCrypt = Enabled

            """).ConfigureAwait(false);
        (string, string)[] environment = [("FIREBIRD", folder), ("FIREBIRD_LOCK", folder), ("FIREBIRD_TMP", folder)];
        var script = Path.Combine(folder, "users.sql");
        await File.WriteAllTextAsync(script, $"CREATE OR ALTER USER SYSDBA PASSWORD '{Password}'; COMMIT;\n").ConfigureAwait(false);
        server._service.Run("/usr/bin/env", ["FIREBIRD=" + folder, "FIREBIRD_LOCK=" + folder, "FIREBIRD_TMP=" + folder, Shell, "-bail", "-user", "SYSDBA", "-input", script, users]);
        await server._service.Start(null, Server, [], environment).ConfigureAwait(false);
        await server.Listens().ConfigureAwait(false);
        return server;
    }

    public void Dispose() => _service.Dispose();

    // The server has no way to announce anything.
    private async Task Listens()
    {
        using var bound = new CancellationTokenSource(Recorder<string>.Bound);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await pace.WaitForNextTickAsync(bound.Token).ConfigureAwait(false))
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port, bound.Token).ConfigureAwait(false);
                return;
            }
            catch (SocketException)
            {
                // Not listening yet.
            }
        }
    }
}
