using System.Diagnostics;

namespace DdRun.Launcher.Tests.View;

public class LocalSessionTests
{
    // As far as the kernel names it.
    private const string TreeName = "dd-run-tree";

    private const string Tree =
        """

          1.00 ms  outer  [py]
          1.00 ms  └─ inner

        """;

    [Theory]
    [InlineData("PUT", false)]
    [InlineData("POST", false)]
    [InlineData("POST", true)]
    public void Traces_are_shown_on_stderr_and_stdout_is_the_targets(string method, bool chunked)
    {
        using var target = new LocalTarget();

        Assert.Equal((200, """{"rate_by_service":{}}"""), target.Send(new(method), "/v0.4/traces", Payload.V04, chunked));

        Assert.Equal((0, "bye\n", Tree), target.End());
    }

    [Fact]
    public void The_compact_version_of_the_protocol_is_understood_too()
    {
        using var target = new LocalTarget();

        Assert.Equal(200, target.Send(HttpMethod.Post, "/v0.5/traces", Payload.V05).Status);

        Assert.Equal((0, "bye\n", Tree), target.End());
    }

    [Fact]
    public void Who_asks_is_told_what_there_is()
    {
        using var target = new LocalTarget();

        Assert.Contains("/v0.4/traces", target.Send(HttpMethod.Get, "/info", []).Body, StringComparison.Ordinal);
        Assert.Equal(200, target.Send(HttpMethod.Post, "/v0.6/stats", []).Status);
        Assert.Equal(404, target.Send(HttpMethod.Post, "/v0.7/traces", []).Status);
    }

    [Theory]
    [InlineData("/v0.4/traces", new byte[] { 0xdd, 0xff, 0xff, 0xff, 0xff })]
    [InlineData("/v0.4/traces", new byte[] { })]
    [InlineData("/v0.5/traces", new byte[] { 0x92, 0x90, 0x91, 0x91, 0x9c, 5 })]
    public void What_cannot_be_read_is_refused_in_one_line(string path, byte[] body)
    {
        using var target = new LocalTarget();

        Assert.Equal(400, target.Send(HttpMethod.Post, path, body).Status);

        Assert.Matches(@"^dd-run: traces that cannot be read: .+\n$", target.End().Error);
    }

    [Fact]
    public void Metrics_are_shown_at_the_end_those_sent_last_included()
    {
        using var target = new LocalTarget();
        for (var i = 0; i < 200; i++)
            target.SendMetric($"runtime.dotnet.threads.count:{i}|d");

        var (exitCode, _, error) = target.End("kill -9 $$");

        Assert.Equal(128 + 9, exitCode);
        Assert.Matches(@"^dd-run: no spans arrived.*\n\nMetrics, last values\n  runtime\.dotnet\.threads\.count +199\n$", error);
    }

    [Theory]
    [InlineData("TERM", 15)]
    [InlineData("INT", 2)]
    [InlineData("HUP", 1)]
    [InlineData("USR1", 10)]
    public void Signals_are_forwarded_and_the_targets_exit_code_is_returned(string name, int number)
    {
        using var process = DdRunProcess.Start(
            DdRunProcess.SomeHome, "--local", "bash", "-c", $"trap 'echo got {name}; exit {20 + number}' {name}; echo ready; read -t 60");
        Assert.Equal("ready", process.StandardOutput.ReadLine());

        Process.Start("kill", [$"-{name}", process.Id.ToString()]).WaitForExit();

        Assert.Equal($"got {name}", process.StandardOutput.ReadLine());
        process.WaitForExit();
        Assert.Equal(20 + number, process.ExitCode);
    }

    [Fact]
    public void A_signal_that_comes_with_the_targets_start_is_forwarded()
    {
        for (var i = 0; i < 20; i++)
        {
            var run = DdRunProcess.RunWith(DdRunProcess.SomeHome, "--local", "bash", "-c", "trap 'exit 35' TERM; kill -TERM $PPID; for i in {1..3000}; do sleep 0.01; done");
            Assert.Equal(35, run.ExitCode);
        }
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public void What_a_signal_to_all_of_us_makes_the_target_send_is_shown(string name)
    {
        var run = DdRunProcess.RunWith(
            DdRunProcess.SomeHome, "setsid", "--wait", DdRunProcess.Executable, "--local", "bash", "-c",
            $$"""end() { url=${DD_DOGSTATSD_URL##*:}; echo last:7\|g >/dev/udp/127.0.0.1/$url; exit 3; }; trap end {{name}}; kill -{{name}} 0; read -t 60""");

        Assert.Equal(3, run.ExitCode);
        Assert.Matches(@"\n  last +7\n$", run.Error);
    }

    [Fact]
    public void What_draws_is_killed_and_the_target_runs_on()
    {
        var run = DdRunProcess.RunWith(
            DdRunProcess.SomeHome, "--local", "sh", "-c", $"until tree=$(pgrep -P $PPID {TreeName}); do :; done; kill -9 $tree; while kill -0 $tree 2>/dev/null && grep -q '^State:.[^Z]' /proc/$tree/status; do :; done; echo ran; exit 5");

        Assert.Equal((5, "ran\n", "dd-run: --local: the program that shows traces ended early, with 137\n"), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public void What_draws_ends_with_the_launcher_also_when_that_is_killed()
    {
        using var process = DdRunProcess.Start(DdRunProcess.SomeHome, "--local", "sh", "-c", $"until pgrep -P $PPID {TreeName}; do :; done; read how");
        using var tree = Process.GetProcessById(int.Parse(process.StandardOutput.ReadLine()!));

        process.Kill();

        Assert.True(tree.WaitForExit(TimeSpan.FromMinutes(1)));
        process.StandardInput.Close();
    }

    [Fact]
    public void What_is_sent_before_there_is_anybody_to_read_is_shown()
    {
        var run = DdRunProcess.RunWith(
            DdRunProcess.SomeHome, "--local", "bash", "-c", "url=${DD_DOGSTATSD_URL##*:}; echo early:7\\|g >/dev/udp/127.0.0.1/$url");

        Assert.Matches(@"\n  early +7\n$", run.Error);
    }

    [Fact]
    public void An_installation_without_a_viewer_says_so_and_the_target_runs()
    {
        var home = DdRunProcess.MakeHome("no-viewer");
        var run = DdRunProcess.RunWith(new() { ["DD_RUN_HOME"] = home }, "--local", "sh", "-c", "echo ran; exit 5");

        Assert.Equal((5, "ran\n", $"dd-run: --local shows nothing: this installation has no viewer: {home}/viewer is missing\n"), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public void Who_keeps_a_connection_open_after_the_targets_end_is_not_waited_for()
    {
        using var target = new LocalTarget();
        using var client = new System.Net.Sockets.TcpClient(target.AgentUrl.Host, target.AgentUrl.Port);

        Assert.Equal(200, target.Send(HttpMethod.Post, "/v0.4/traces", Payload.V04).Status);

        Assert.Equal((0, "bye\n", Tree), target.End());
        // Closed from the other side.
        Assert.Equal(0, client.GetStream().Read(new byte[1]));
    }

    [Fact]
    public void A_signal_that_is_ignored_stays_so_in_the_target()
    {
        var run = DdRunProcess.RunWith(
            DdRunProcess.SomeHome, "sh", "-c", "trap '' HUP; exec \"$0\" --local sh -c 'kill -HUP $$ $PPID; echo alive'", DdRunProcess.Executable);

        Assert.Equal((0, "alive\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public void Arguments_and_exit_code_are_as_without_us()
    {
        var run = DdRunProcess.RunWith(DdRunProcess.SomeHome, "--local", "sh", "-c", "printf '%s|' \"$@\"; exit 9", "sh", "", "--local");

        Assert.Equal((9, "|--local|"), (run.ExitCode, run.Output));
    }

    [Fact]
    public void Who_sees_no_spans_is_told_where_to_ask_why()
    {
        using var target = new LocalTarget();

        Assert.Matches(@"^dd-run: no spans arrived; 'dd-run explain .+\n$", target.End().Error);
    }

    [Theory]
    [InlineData("2>/dev/full")]
    [InlineData("2>&-")]
    public void Who_cannot_be_shown_anything_has_the_targets_exit_code(string stderr) =>
        Assert.Equal("ran\n5\n", DdRunProcess.Run("sh", "-c", $"{DdRunProcess.Executable} --local sh -c 'echo ran; exit 5' {stderr}; echo $?").Output);

    [Fact]
    public void Who_has_too_few_file_descriptors_for_us_runs_all_the_same()
    {
        for (var files = 6; files < 24; files++)
        {
            var run = DdRunProcess.RunWith(
                DdRunProcess.SomeHome, "sh", "-c", $"ulimit -n {files}; exec timeout 60 {DdRunProcess.Executable} --local sh -c 'echo ran; exit 5'");
            Assert.Equal((5, "ran\n"), (run.ExitCode, run.Output));
        }
    }

    [Fact]
    public void A_broken_pipe_ends_the_target_as_it_does_without_us() =>
        Assert.Equal("141\n", DdRunProcess.Run("--local", "bash", "-c", "yes | head -1 >/dev/null; echo ${PIPESTATUS[0]}").Output);

    [Fact]
    public void A_target_that_cannot_be_run_is_reported_as_without_local() =>
        Assert.Equal(127, DdRunProcess.Run("--local", "no-such-command").ExitCode);

    [Fact]
    public void Runtime_metrics_are_on_unless_switched_off()
    {
        var off = new Dictionary<string, string?> { ["DD_RUNTIME_METRICS_ENABLED"] = "false" };

        Assert.Equal("true\n", DdRunProcess.Run("--local", "printenv", "DD_RUNTIME_METRICS_ENABLED").Output);
        Assert.Equal("false\n", DdRunProcess.RunWith(off, "--local", "printenv", "DD_RUNTIME_METRICS_ENABLED").Output);
    }
}
