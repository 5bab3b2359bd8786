using System.Text.Json;

namespace DdRun.EndToEnd.Tests.Live;

public class Endings
{
    private const string Checkout = "Observed.Shapes.Checkout";
    private const int Kill = 9, Stop = 19, Continue = 18;

    [Theory]
    [InlineData(TargetProcess.Interrupt, 0)]
    [InlineData(TargetProcess.Terminate, 143)]
    [InlineData(TargetProcess.Hangup, 129)]
    [InlineData(TargetProcess.Quit, 131)]
    public async Task A_signal_ends_a_command_in_order(int signal, int exitCode)
    {
        using var app = await ObservedApp.Start();
        using var watch = await LiveCommand.Observe("watch", Checkout, "-p", $"{app.Process.Id}");
        await app.Do("call static");
        await watch.Line("pays");

        watch.Signal(signal);

        var result = await watch.Exit();
        Assert.Equal(exitCode, result.ExitCode);
        Assert.EndsWith("1 method put back; 1 call seen, 1 shown\n", result.Output, StringComparison.Ordinal);
        await IsAsBefore(app);
    }

    [Fact]
    public async Task A_reader_who_leaves_ends_a_command()
    {
        using var app = await ObservedApp.Start();
        using var shell = TargetProcess.Start(new Target("bash", "-c", $"'{Repository.Launcher}' watch {Checkout} -p {app.Process.Id} --for 1h -n 100000 | head -2; echo ${{PIPESTATUS[0]}}") { LauncherArguments = null });
        while (!shell.Lines.Items.Contains("0"))
            await app.Do("call static");
        Assert.Equal("", (await shell.Exit()).Errors);
        await IsAsBefore(app);
    }

    [Fact]
    public async Task A_command_that_is_killed_leaves_nothing_behind()
    {
        using var app = await ObservedApp.Start();
        using var watch = await LiveCommand.Observe("watch", "Observed.Shapes.*(*)", "-p", $"{app.Process.Id}");
        watch.Signal(Kill);
        await IsAsBefore(app);
        Assert.Equal("", (await app.End()).Errors);
    }

    [SuperuserFact]
    public async Task A_full_disk_ends_a_command_and_nothing_else()
    {
        using var disk = SmallDisk.TryMount()!;
        using var app = await ObservedApp.Start();
        disk.Fill();
        var result = await TargetProcess.Run(new Target("bash", "-c", $"'{Repository.Launcher}' watch {Checkout} -p {app.Process.Id} > {disk.Path}/out") { LauncherArguments = null });
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Matches("^dd-run: stdout: [^\n]*No space left on device[^\n]*\n$", result.Errors);
        await IsAsBefore(app);
    }

    [Fact]
    public async Task A_process_that_ends_ends_the_command()
    {
        using var app = await ObservedApp.Start();
        using var watch = await LiveCommand.Observe("watch", Checkout, "-p", $"{app.Process.Id}");
        app.Process.Signal(Kill);
        await app.Process.Exit();
        var result = await watch.Exit();
        Assert.Equal((125, $"dd-run: process {app.Process.Id} has ended\n"), (result.ExitCode, result.Errors));
    }

    [Fact]
    public async Task A_process_that_is_stopped_is_told_and_goes_on_afterwards()
    {
        using var app = await ObservedApp.Start();
        app.Process.Signal(Stop);
        var result = await LiveCommand.Run("watch", Checkout, "-p", $"{app.Process.Id}");
        Assert.Equal((125, ""), (result.ExitCode, result.Output));
        Assert.Contains("is stopped (SIGSTOP)", result.Errors, StringComparison.Ordinal);
        app.Process.Signal(Continue);
        await app.Do("call static");
    }

    // Nothing is woven for anybody, and no socket is left.
    private static async Task IsAsBefore(ObservedApp app)
    {
        using var client = await LiveClient.OpenAgain(app.Process.Id);
        using var bound = new CancellationTokenSource(Recorder<string>.Bound);
        JsonElement status;
        do
        {
            bound.Token.ThrowIfCancellationRequested();
            status = await client.Ask("status");
        }
        while (status.GetProperty("observed").GetInt32() > 0 || status.GetProperty("sessions").GetInt32() > 1);
        // The next command sweeps what a killed one may have left.
        Assert.Equal(2, (await LiveCommand.Run("watch", "Observed.No.Such", "-p", $"{app.Process.Id}")).ExitCode);
        Assert.DoesNotContain(LiveCommand.Sockets(), socket => !Directory.Exists($"/proc/{Path.GetFileName(socket).Split('-')[1]}"));
    }
}
