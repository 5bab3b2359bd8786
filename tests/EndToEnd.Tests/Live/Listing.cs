using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;

namespace DdRun.EndToEnd.Tests.Live;

public class Listing
{
    [Fact]
    public async Task A_process_is_listed_with_what_the_kernel_and_its_runtime_say()
    {
        await using var rig = await Rig.Start();
        using var counter = TargetProcess.Start(rig.Dotnet("Counter", []).Plain);
        await counter.Line("at ");

        var row = await Row(counter.Id);

        Assert.Equal("Counter", row.GetProperty("name").GetString());
        Assert.Equal(Environment.Version.ToString(), row.GetProperty("runtime").GetString());
        Assert.Equal(Environment.UserName, row.GetProperty("user").GetString());
        var age = DateTimeOffset.UtcNow - row.GetProperty("startTime").GetDateTimeOffset();
        Assert.InRange(age, TimeSpan.FromSeconds(-1), Recorder<string>.Bound);
        Assert.True(row.GetProperty("threads").GetInt32() > 3);
        Assert.True(row.GetProperty("memory").GetInt64() > 10_000_000);
        Assert.False(row.GetProperty("traced").GetBoolean());
        Assert.False(row.TryGetProperty("reason", out _));
    }

    [Fact]
    public async Task A_process_that_is_traced_is_listed_with_the_version()
    {
        await using var rig = await Rig.Start();
        using var counter = TargetProcess.Start(rig.Dotnet("Counter", [Rules.Rule("Counter.Till.Add()", "add")]));
        await counter.Line("at ");

        var row = await Row(counter.Id);

        Assert.True(row.GetProperty("traced").GetBoolean());
        Assert.Matches(@"^\d+\.\d+\.\d+", row.GetProperty("version").GetString());
    }

    [Fact]
    public async Task A_process_that_is_traced_says_how_many_rules_it_has_and_how_many_methods_are_woven()
    {
        await using var rig = await Rig.Start();
        using var app = await ObservedApp.Start(rig, "started");
        var process = $"{app.Process.Id}";
        int woven;
        using (var client = await LiveClient.OpenAgain(app.Process.Id))
            woven = (await client.Ask("status")).GetProperty("woven").GetInt32();
        await Says(app.Process.Id, 1, woven);

        Assert.Equal(0, (await LiveCommand.Run("rules", process, "--add", """{ "method": "Observed.Shapes.Checkout" }""")).ExitCode);
        await Says(app.Process.Id, 2, woven + 1);
        Assert.Matches($@"\n *{process}  Observed .*  by dd-run [^ ]+: 2 rules, {woven + 1} methods\n", (await LiveCommand.Run("ps")).Output);
        Assert.Equal(0, (await LiveCommand.Run("detach", process)).ExitCode);
        await Says(app.Process.Id, 0, 0);
    }

    // It says so a moment after whoever wanted the change has heard of it.
    private static async Task Says(int process, int rules, int woven)
    {
        using var bound = new CancellationTokenSource(Recorder<string>.Bound);
        while (await Row(process) is var row && (row.GetProperty("rules").GetInt32(), row.GetProperty("woven").GetInt32()) != (rules, woven))
            bound.Token.ThrowIfCancellationRequested();
    }

    [Theory]
    [InlineData("DOTNET_EnableDiagnostics", "0", "has no diagnostics port: DOTNET_EnableDiagnostics=0 switches it off")]
    [InlineData("DOTNET_EnableDiagnostics_IPC", "0", "has no diagnostics port: DOTNET_EnableDiagnostics_IPC=0 switches it off")]
    public async Task A_process_without_a_diagnostics_port_is_listed_with_the_reason(string name, string value, string reason)
    {
        await using var rig = await Rig.Start();
        using var counter = TargetProcess.Start(rig.Dotnet("Counter", []).Plain.With((name, value)));
        await counter.Line("at ");

        var row = await Row(counter.Id);

        Assert.Equal("Counter", row.GetProperty("name").GetString());
        Assert.Equal(reason, row.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_process_that_is_stopped_is_listed_at_once_with_the_reason()
    {
        await using var rig = await Rig.Start();
        using var counter = TargetProcess.Start(rig.Dotnet("Counter", []).Plain);
        await counter.Line("at ");
        const int stop = 19;
        counter.Signal(stop);

        var row = await Row(counter.Id);

        Assert.StartsWith("is stopped (SIGSTOP)", row.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_keeps_its_files_elsewhere_is_found_there()
    {
        await using var rig = await Rig.Start();
        using var counter = TargetProcess.Start(rig.Dotnet("Counter", []).Plain.With(("TMPDIR", rig.Folder)));
        await counter.Line("at ");

        Assert.False((await Row(counter.Id)).TryGetProperty("reason", out _));
    }

    [Fact]
    public async Task A_port_on_which_nobody_answers_is_told_and_holds_nothing_up()
    {
        await using var rig = await Rig.Start();
        using var sleeper = TargetProcess.Start(new Target("sleep", "1000") { LauncherArguments = null }.With(("TMPDIR", rig.Folder)));
        var path = Path.Combine(rig.Folder, $"dotnet-diagnostic-{sleeper.Id}-{StartTicks(sleeper.Id)}-socket");
        using var port = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        port.Bind(new UnixDomainSocketEndPoint(path));
        port.Listen();

        var row = await Row(sleeper.Id);

        Assert.Equal("sleep", row.GetProperty("name").GetString());
        Assert.Equal("does not answer on its diagnostics port", row.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task People_get_a_table()
    {
        await using var rig = await Rig.Start();
        using var counter = TargetProcess.Start(rig.Dotnet("Counter", []).Plain);
        await counter.Line("at ");

        var listed = await TargetProcess.Run(new Target(Repository.Launcher, "ps") { LauncherArguments = null });

        var lines = listed.Output.Split('\n');
        Assert.Matches(@"^ *PID  NAME +RUNTIME +USER +SINCE +THREADS +MEMORY  TRACED$", lines[0]);
        Assert.Contains(lines, line => line.TrimStart().StartsWith($"{counter.Id}  Counter ", StringComparison.Ordinal) && line.EndsWith("  no", StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', listed.Output);
    }

    private static async Task<JsonElement> Row(int process)
    {
        var listed = await TargetProcess.Run(new Target(Repository.Launcher, "ps", "--json") { LauncherArguments = null });
        Assert.Equal((0, ""), (listed.ExitCode, listed.Errors));
        return Assert.Single(
            listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement),
            row => row.GetProperty("pid").GetInt32() == process);
    }

    private static long StartTicks(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        return long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19], CultureInfo.InvariantCulture);
    }
}
