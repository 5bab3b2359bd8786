using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DdRun.EndToEnd.Tests;

/// <summary>A page in Chromium, spoken to over its own debugging protocol.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string[] s_programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly TemporaryFolder _profile = new();
    private readonly Process _process;
    private readonly ClientWebSocket _socket = new();
    private int _id;

    private Browser() => _process = Process.Start(new ProcessStartInfo(s_programs.First(File.Exists))
    {
        ArgumentList =
        {
            "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1280,900", "--remote-debugging-port=0",
            "--user-data-dir=" + _profile.Path, "about:blank",
        },
        RedirectStandardError = true,
    })!;

    public static bool IsInstalled => Array.Exists(s_programs, File.Exists);

    public static async Task<Browser> Open(Uri page)
    {
        var browser = new Browser();
        const string words = "DevTools listening on ";
        string? line;
        do
        {
            line = await browser._process.StandardError.ReadLineAsync() ?? throw new InvalidOperationException("the browser does not start");
        }
        while (!line.StartsWith(words, StringComparison.Ordinal));
        _ = browser._process.StandardError.ReadToEndAsync();
        var address = new Uri(line[words.Length..]);
        using var http = new HttpClient();
        var targets = await http.GetFromJsonAsync<JsonArray>(new Uri($"http://{address.Authority}/json/list"));
        var target = targets!.First(one => (string?)one!["type"] == "page")!;
        await browser._socket.ConnectAsync(new Uri((string)target["webSocketDebuggerUrl"]!), CancellationToken.None);
        await browser.Call("Page.navigate", new JsonObject { ["url"] = page.ToString() });
        return browser;
    }

    /// <summary>Waits until the page shows all of these.</summary>
    public async Task WaitFor(params string[] texts)
    {
        var all = string.Join(" && ", texts.Select(text => $"document.body.innerText.includes({JsonSerializer.Serialize(text)})"));
        using var bound = new CancellationTokenSource(Recorder<int>.Bound);
        var script = $"new Promise(done => {{ const look = () => {all} ? done(true) : requestAnimationFrame(look); look(); }})";
        while (true)
        {
            var answer = await Call("Runtime.evaluate", new JsonObject { ["expression"] = script, ["awaitPromise"] = true }, bound.Token);
            if ((bool?)answer?["result"]?["value"] == true)
                return;
            // A navigation in between ends the script.
            bound.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Keeps a picture in <c>artifacts/pictures</c>, for whoever wants to look at it.</summary>
    public async Task TakePicture(string name)
    {
        var answer = await Call("Page.captureScreenshot", []);
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "pictures")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, name), Convert.FromBase64String((string)answer!["data"]!));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _socket.Dispose();
        _profile.Dispose();
    }

    private async Task<JsonNode?> Call(string method, JsonObject parameters, CancellationToken stop = default)
    {
        var id = ++_id;
        var call = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(call), WebSocketMessageType.Text, endOfMessage: true, stop);
        while (true)
        {
            var answer = await Receive(stop);
            if ((int?)answer["id"] == id)
                return answer["result"];
        }
    }

    private async Task<JsonNode> Receive(CancellationToken stop)
    {
        using var message = new MemoryStream();
        var part = new byte[64 * 1024];
        WebSocketReceiveResult received;
        do
        {
            received = await _socket.ReceiveAsync(part, stop);
            message.Write(part, 0, received.Count);
        }
        while (!received.EndOfMessage);
        return JsonNode.Parse(message.ToArray())!;
    }
}
