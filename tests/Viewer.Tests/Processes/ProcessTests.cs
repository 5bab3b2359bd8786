using System.Net;
using System.Text.Json;
using DdRun.Testing;

namespace DdRun.Viewer.Tests.Processes;

/// <summary>The page's way into running processes, with a script in the launcher's place.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WhatACommandPrintsComesAsItIsPrinted()
    {
        await using var viewer = await StartAsync("""printf '{"method":"%s"}\n' "$*"; echo '3 methods woven' >&2; exit 3""");

        using var response = await viewer.Client.PostAsync("/api/processes/42/trace?pattern=Shop.Cart.*(*)&limit=1&depth=3&if=-1%20%3C%20a&for=10s&min=5ms", null);
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("""{"end":3}""", lines[^1]);
        Assert.Equal(
            ["""{"event":{"method":"trace Shop.Cart.*(*) --pid 42 --json --if=-1 < a --depth=3 --min=5ms --limit=1 --for=10s"}}""", """{"note":"3 methods woven"}"""],
            lines[..^1].Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task CodeIsAskedOfExplain()
    {
        await using var viewer = await StartAsync("""printf '{"method":"%s"}\n' "$*" """);

        using var response = await viewer.Client.PostAsync("/api/processes/42/il?pattern=Shop.Cart.Add&limit=1", null);

        Assert.Equal("{\"event\":{\"method\":\"explain Shop.Cart.Add --pid 42 --json --il\"}}\n{\"end\":0}\n", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task ACommandEndsWithTheRequest()
    {
        var file = Path.Combine(_folder.Path, "pid");
        await using var viewer = await StartAsync($"echo $$ >'{file}.new'; mv '{file}.new' '{file}'; echo woven >&2; exec sleep 600");
        int id;
        using (var request = new HttpRequestMessage(HttpMethod.Post, "/api/processes/42/watch?pattern=A.B"))
        using (var response = await viewer.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead))
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            Assert.Equal("""{"note":"woven"}""", await reader.ReadLineAsync());
            id = int.Parse(await File.ReadAllTextAsync(file), System.Globalization.CultureInfo.InvariantCulture);
        }

        for (var deadline = DateTime.UtcNow.AddSeconds(60); Directory.Exists($"/proc/{id}"); await Task.Delay(20))
            Assert.True(DateTime.UtcNow < deadline, "the command goes on without anybody who reads");
    }

    [Fact]
    public async Task ProcessesAreThoseThatTheLauncherLists()
    {
        await using var viewer = await StartAsync("""[ "$*" = 'ps --json' ] && printf '{"pid":7,"name":"Shop"}\n{"pid":8,"name":"Bank"}\n'""");

        var items = (await viewer.GetAsync("/api/processes")).GetProperty("items");

        Assert.Equal([(7, "Shop"), (8, "Bank")], items.EnumerateArray().Select(item => (item.GetProperty("pid").GetInt32(), item.GetProperty("name").GetString()!)));
    }

    [Theory]
    [InlineData("42/detach?pattern=A.B", "'detach' is none of watch, trace, monitor, stack, loaded, il")]
    [InlineData("shop/watch?pattern=A.B", "a process is named by its id")]
    [InlineData("-1/watch?pattern=A.B", "a process is named by its id")]
    [InlineData("42/watch", "'pattern' says which methods")]
    [InlineData("42/watch?pattern=--show-secrets", "'pattern' says which methods")]
    public async Task AnythingElseStartsNothing(string path, string problem)
    {
        await using var viewer = await StartAsync($"touch '{_folder.Path}/started'");

        using var response = await viewer.Client.PostAsync("/api/processes/" + path, null);

        Assert.Equal((HttpStatusCode.BadRequest, problem), (response.StatusCode, await ErrorOf(response)));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "started")));
    }

    [Theory]
    [InlineData("This viewer was not started by dd-run, which looks into processes for it.")]
    [InlineData("With --no-token, whoever reaches this page could look into your processes.", "--no-token", "--launcher", "/bin/true")]
    [InlineData("With --listen, the page shows what is sent, and looks into no process.", "--listen", "0.0.0.0", "--launcher", "/bin/true")]
    public async Task NobodyLooksWhoIsNotOnThisMachineWithTheLink(string why, params string[] options)
    {
        await using var viewer = await RunningViewer.StartAsync(options);
        var page = new UriBuilder(viewer.Page) { Host = "127.0.0.1" }.Uri;
        using var response = await viewer.Client.PostAsync(new Uri(page, "/api/processes/1/watch?pattern=A.B"), null);
        using var listed = await viewer.Client.GetAsync(new Uri(page, "/api/processes"));

        Assert.Equal((HttpStatusCode.Forbidden, why), (response.StatusCode, await ErrorOf(response)));
        Assert.Equal((HttpStatusCode.OK, $$"""{"items":[],"refusal":"{{why}}"}"""), (listed.StatusCode, await listed.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task TheTokenIsNeededAndNoOtherPageMayAsk()
    {
        await using var viewer = await StartAsync($"touch '{_folder.Path}/started'");
        using var stranger = new HttpClient { BaseAddress = viewer.Page };
        using var without = await stranger.PostAsync("/api/processes/1/watch?pattern=A.B", null);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/processes/1/watch?pattern=A.B");
        request.Headers.Add("Origin", "https://evil.example");
        using var foreign = await viewer.Client.SendAsync(request);
        using var onAnotherPort = await viewer.Client.PostAsync(new Uri(viewer.Agent, "/api/processes/1/watch?pattern=A.B"), null);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.NotFound), (without.StatusCode, foreign.StatusCode, onAnotherPort.StatusCode));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "started")));
    }

    private Task<RunningViewer> StartAsync(string script) =>
        RunningViewer.StartAsync("--launcher", "/bin/sh", "--launcher", _folder.Write("launcher.sh", script + "\n"));

    private static async Task<string?> ErrorOf(HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return document.RootElement.GetProperty("error").GetString();
    }
}
