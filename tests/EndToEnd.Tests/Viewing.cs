using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace DdRun.EndToEnd.Tests;

public class Viewing
{
    private const string See = "dd-run: see ";

    [Fact]
    public async Task The_page_has_the_targets_spans_and_outlives_it_until_it_is_interrupted()
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet("Kitchen", Rules.Chef, "nesting");
        // What the launcher says is read while it runs, which is why it goes the way of the output.
        using var process = TargetProcess.Start(target with
        {
            LauncherArguments = null,
            Command = ["sh", "-c", "exec \"$@\" 2>&1", "sh", Repository.Launcher, "--local", "--ui", .. target.LauncherArguments!, .. target.Command],
        });
        var page = new Uri((await process.Line(See))[See.Length..]);
        await process.Line("stays open until Ctrl-C");

        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", page.Query["?token=".Length..]);
        using var traces = JsonDocument.Parse(await client.GetStringAsync(new Uri(page, "/api/traces?filter=name:fetch")));
        Assert.Equal(1, traces.RootElement.GetProperty("total").GetInt32());
        Assert.Empty(rig.Agent.Requests.Items);

        process.Signal(TargetProcess.Interrupt);
        Assert.Equal(0, (await process.Exit()).ExitCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(new Uri(page, "/api/status")));
    }

    [Fact]
    public async Task Log_records_are_on_the_page_with_their_trace()
    {
        using var process = TargetProcess.Start(new Target("sh", "-c", "exec \"$@\" 2>&1", "sh", Repository.Launcher, "--local", "--ui", "dotnet", Repository.App("Logs", "Logs.dll")));
        var page = new Uri((await process.Line(See))[See.Length..]);
        await process.Line("stays open until Ctrl-C");
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", page.Query["?token=".Length..]);
        using var traces = JsonDocument.Parse(await client.GetStringAsync(new Uri(page, "/api/traces?filter=name:cook")));
        var trace = Assert.Single(traces.RootElement.GetProperty("items").EnumerateArray()).GetProperty("id").GetString();
        using var all = JsonDocument.Parse(await client.GetStringAsync(new Uri(page, "/api/logs")));
        // Of ILogger, Serilog and NLog one each.
        Assert.Equal(3, all.RootElement.GetProperty("items").EnumerateArray().Count(log => log.GetProperty("message").GetString() == "outside"));
        using var inside = JsonDocument.Parse(await client.GetStringAsync(new Uri(page, "/api/logs?traceId=" + trace)));
        Assert.Equal(["inside", "inside", "inside"], inside.RootElement.GetProperty("items").EnumerateArray().Select(log => log.GetProperty("message").GetString()));
        process.Signal(TargetProcess.Interrupt);
        Assert.Equal(0, (await process.Exit()).ExitCode);
    }

    [Fact]
    public async Task Ending_the_launcher_ends_the_target_and_the_page()
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet("Kitchen", Rules.Garnish, "exit", "handle-interrupt");
        using var process = TargetProcess.Start(target with { LauncherArguments = ["--local", "--ui", .. target.LauncherArguments!] });
        await process.Line("ready");
        process.Signal(TargetProcess.Terminate);
        var result = await process.Exit();
        Assert.Equal(128 + TargetProcess.Terminate, result.ExitCode);
        var page = new Uri(result.Errors.Split('\n').First(line => line.StartsWith(See, StringComparison.Ordinal))[See.Length..]);
        using var client = new HttpClient();
        var gone = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(new Uri(page, "/api/status")));
        Assert.NotEqual(HttpStatusCode.Unauthorized, gone.StatusCode);
    }
}
