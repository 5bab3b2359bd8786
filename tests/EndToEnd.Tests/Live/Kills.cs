using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Xunit.Abstractions;

namespace DdRun.EndToEnd.Tests.Live;

/// <summary>
/// Ends that nobody can prepare for, at random moments over all that a command does; <c>./build.sh test --live</c> takes ten times as many, and says
/// how long methods stay woven afterwards.
/// </summary>
public sealed class Kills(ITestOutputHelper output)
{
    private const int Kill = 9, LongestMoment = 400;
    private const string Pattern = "Observed.**.*";

    // Starts a command in a terminal of its own, which closes at the end of the input.
    private const string InTerminal = """
        import os, pty, select, sys
        child, terminal = pty.fork()
        if child == 0:
            os.execv(sys.argv[1], sys.argv[1:])
        try:
            while 0 not in (ready := select.select([terminal, 0], [], [])[0]) or os.read(0, 1):
                if terminal in ready:
                    os.write(1, os.read(terminal, 4096))
        except OSError:
            pass
        os.close(terminal)
        _, status = os.waitpid(child, 0)
        os._exit(os.waitstatus_to_exitcode(status))
        """;

    // The same moments in each run.
    private readonly Random _random = new(22);
    private readonly List<double> _milliseconds = [];

    /// <summary>How many times as often as usual.</summary>
    private static int Factor => int.TryParse(Environment.GetEnvironmentVariable("DD_RUN_LIVE_KILLS"), CultureInfo.InvariantCulture, out var told) ? told : 1;

    [Fact]
    public async Task A_command_that_is_killed_has_its_methods_put_back()
    {
        using var app = await ObservedApp.Start();
        using var client = await LiveClient.Open(app.Process.Id);
        await app.Do("load 1");
        for (var round = 0; round < 20 * Factor; round++)
        {
            using var watch = TargetProcess.Start(LiveCommand.Of(Command(round, app)));
            await Moment();
            watch.Signal(Kill);
            await Back(client);
        }
        await IsAsBefore(app, client, "commands killed");
    }

    [Fact]
    public async Task A_command_whose_terminal_closes_has_its_methods_put_back()
    {
        using var app = await ObservedApp.Start();
        using var client = await LiveClient.Open(app.Process.Id);
        await app.Do("load 1");
        for (var round = 0; round < 5 * Factor; round++)
        {
            using var terminal = TargetProcess.Start(new Target(["python3", "-c", InTerminal, Repository.Launcher, .. Command(round, app)]) { LauncherArguments = null, IsInteractive = true });
            // Once a session when all stands, and otherwise in the middle of it.
            if (round % 2 == 0)
                await terminal.Line(" woven in ");
            else
                await Moment();
            terminal.CloseInput();
            await Back(client);
            // By the signal, in order because of it, or since there is nowhere to write to: whichever comes first.
            Assert.Contains((await terminal.Exit()).ExitCode, new[] { 256 - TargetProcess.Hangup, 128 + TargetProcess.Hangup, 1, 0 });
        }
        await IsAsBefore(app, client, "terminals closed");
    }

    [Fact]
    public async Task A_process_that_is_killed_ends_the_command_with_a_sentence()
    {
        for (var round = 0; round < 5 * Factor; round++)
        {
            using var app = await ObservedApp.Start();
            using var watch = TargetProcess.Start(LiveCommand.Of(Command(round, app)));
            await Moment();
            app.Process.Signal(Kill);
            var result = await watch.Exit();
            Assert.True(result.ExitCode == 125, $"{result.ExitCode}: {result.Output}{result.Errors}");
            Assert.Matches($"^dd-run: [^\n]*\\b{app.Process.Id}\\b[^\n]*\n$", result.Errors);
        }
        AssertNoSockets();
        output.WriteLine($"{5 * Factor} targets killed: each command ended with 125 and one sentence");
    }

    // Each of a kind that does not end by itself.
    private static string[] Command(int round, ObservedApp app)
    {
        string[] endless = ["-n", "1000000000", "--for", "1h"];
        return [.. (round % 4) switch { 0 => ["watch", .. endless], 1 => ["trace", .. endless], 2 => (string[])["monitor"], _ => ["stack", .. endless] }, Pattern, "-p", $"{app.Process.Id}"];
    }

    private Task Moment() => Task.Delay(_random.Next(LongestMoment));

    private async Task Back(LiveClient client)
    {
        var start = Stopwatch.GetTimestamp();
        await Sessions.Eventually(client, status => status.GetProperty("observed").GetInt32() == 0 && status.GetProperty("woven").GetInt32() == 0 && status.GetProperty("sessions").GetInt32() == 1);
        _milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    private async Task IsAsBefore(ObservedApp app, LiveClient client, string what)
    {
        await app.Do("unload");
        Assert.EndsWith(" calls, 0 wrong", app.Process.Lines.Items[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(client.Frames.Items, frame => LiveClient.TypeOf(frame) == "error");
        JsonElement loaded = await client.Ask("loaded", $"\"pattern\":\"{Pattern}(**)\"");
        Assert.DoesNotContain(loaded.GetProperty("items").EnumerateArray(), item => item.GetProperty("woven").GetBoolean());
        // The next command sweeps what a killed one may have left.
        Assert.Equal(2, (await LiveCommand.Run("watch", "Observed.No.Such", "-p", $"{app.Process.Id}")).ExitCode);
        AssertNoSockets();
        Assert.Equal("", (await app.End()).Errors);
        _milliseconds.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{_milliseconds.Count} {what}: methods back after {_milliseconds[_milliseconds.Count / 2]:0} ms (median), at most {_milliseconds[^1]:0} ms"));
    }

    private static void AssertNoSockets() =>
        Assert.DoesNotContain(LiveCommand.Sockets(), socket => !Directory.Exists($"/proc/{Path.GetFileName(socket).Split('-')[1]}"));
}
