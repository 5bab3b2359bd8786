using System.Net;
using System.Net.Sockets;

namespace DdRun.Testing.Services.Tds;

/// <summary>
/// The server's side of SQL Server's protocol (MS-TDS 7.4, without encryption), for its real clients: takes any login and answers each
/// statement as the test says. There is no database behind it.
/// </summary>
public sealed class TdsServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, TdsAnswer> _answer;
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _sessions = [];
    private readonly Task _accepting;

    private TdsServer(Func<string, TdsAnswer> answer)
    {
        _answer = answer;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = Accept();
    }

    public int Port { get; }

    public string ConnectionString => $"Server=127.0.0.1,{Port};Database=bakery;User ID=dd;Password=secret;Encrypt=False;Connect Timeout=60";

    /// <summary>What clients had run: the text of statements, the name of procedures.</summary>
    public Recorder<string> Statements { get; } = new();

    /// <summary>Cancellations and time-outs that clients sent, by the statement that they ended.</summary>
    public Recorder<string> Interrupted { get; } = new();

    public static TdsServer Start(Func<string, TdsAnswer> answer) => new(answer);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        await _accepting.ConfigureAwait(false);
        await Task.WhenAll(_sessions).ConfigureAwait(false);
        _listener.Dispose();
        _end.Dispose();
    }

    internal TdsAnswer Answer(string statement)
    {
        Statements.Add(statement);
        return _answer(statement);
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                _sessions.Add(Serve(await _listener.AcceptTcpClientAsync(_end.Token).ConfigureAwait(false)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await new TdsSession(this, client.GetStream()).Run(_end.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // The client went away, as a process that ends does.
            }
        }
    }
}
