using System.Text.Json;

namespace DdRun.EndToEnd.Tests.Live.Everywhere;

/// <summary><c>tests/apps/Bakery</c> in one of its kinds, and somebody who orders there.</summary>
internal sealed class BakeryApp : IDisposable
{
    private const string Done = "did ", Ready = "ready";

    private readonly string _kind;
    private readonly HttpClient _client = new() { Timeout = Recorder<string>.Bound };
    private Uri? _url;

    private BakeryApp(TargetProcess process, string kind) => (Process, _kind) = (process, kind);

    public TargetProcess Process { get; }

    /// <param name="target">How to start it, its kind the last argument.</param>
    public static async Task<BakeryApp> Start(Target target)
    {
        var app = new BakeryApp(TargetProcess.Start(target with { IsInteractive = true }), target.Command[^1]);
        var ready = await app.Process.Line(Ready);
        if (app._kind == "web")
            app._url = new Uri(ready[(Ready.Length + 1)..]);
        return app;
    }

    /// <summary>Orders, and returns what the app says of each order when it is done.</summary>
    public async Task<Served[]> Order(params (int Number, string Bread, int Count)[] orders)
    {
        var before = Process.Lines.Items.Count;
        foreach (var (number, bread, count) in orders)
        {
            if (_url is null)
                Process.Write($"{number} {bread} {count}\n");
            else
                (await _client.GetAsync(new Uri(_url, $"/order/{number}/{bread}/{count}"))).EnsureSuccessStatusCode();
        }
        var lines = await Process.Lines.WaitForCount(before + orders.Length);
        return [.. lines.Skip(before).Select(line => new Served(JsonDocument.Parse(line[Done.Length..]).RootElement))];
    }

    /// <summary>Ends it as a service manager does.</summary>
    public async Task End()
    {
        Process.Signal(TargetProcess.Terminate);
        var result = await Process.Exit();
        Assert.Equal((_kind == "console" ? 128 + TargetProcess.Terminate : 0, ""), (result.ExitCode, result.Errors));
    }

    public void Dispose()
    {
        _client.Dispose();
        Process.Dispose();
    }
}
