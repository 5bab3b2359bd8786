using System.Globalization;

namespace DdRun.EndToEnd.Tests.Live;

/// <summary>Processes that keep their files elsewhere, or are somebody else's: a superuser looks into all of them.</summary>
public class Elsewhere
{
    private const string Checkout = "Observed.Shapes.Checkout", Nobody = "65534";

    // Waits for one who calls, and says what he brings.
    private const string Listener = """
        use IO::Socket::UNIX;
        my $listener = IO::Socket::UNIX->new(Local => $ARGV[0], Listen => 1) or die $!;
        chmod 0777, $ARGV[0];
        $| = 1;
        print "listening\n";
        my $length = sysread $listener->accept, my $brought, 1000;
        print "brought ", $length // 0, "\n";
        """;

    [Fact]
    public async Task With_temporary_files_of_its_own()
    {
        using var folder = new TemporaryFolder();
        using var app = await ObservedApp.Start(new Target("dotnet", Repository.App("Observed", "Observed.dll")) { LauncherArguments = null }.With(("TMPDIR", folder.Path)));
        await IsLookedInto(app, app.Process.Id, folder.Path);
    }

    [SuperuserFact]
    public async Task In_a_container_with_ids_and_temporary_files_of_its_own()
    {
        const string script = "mount -t tmpfs none /tmp && mkdir /tmp/inside && export TMPDIR=/tmp/inside && exec dotnet \"$0\"";
        using var app = await ObservedApp.Start(new Target("unshare", "--mount", "--pid", "--fork", "--mount-proc", "sh", "-c", script, Repository.App("Observed", "Observed.dll")) { LauncherArguments = null });
        var process = int.Parse((await File.ReadAllTextAsync($"/proc/{app.Process.Id}/task/{app.Process.Id}/children")).Trim(), CultureInfo.InvariantCulture);
        Assert.Equal("ready 1", app.Process.Lines.Items[0]);
        await IsLookedInto(app, process, $"/proc/{process}/root/tmp/inside");
    }

    [SuperuserFact]
    public async Task Of_another_user()
    {
        using var app = await ObservedApp.Start(new Target([.. As(Nobody), "dotnet", Repository.App("Observed", "Observed.dll")]) { LauncherArguments = null });
        await IsLookedInto(app, app.Process.Id, Path.GetTempPath(), $"dd-run-{Nobody}");
    }

    [SuperuserFact]
    public async Task A_socket_that_is_another_users_is_told_nothing()
    {
        const string other = "65533";
        using var app = await ObservedApp.Start(new Target([.. As(Nobody), "dotnet", Repository.App("Observed", "Observed.dll")]) { LauncherArguments = null });
        await LiveCommand.Run("loaded", "-p", $"{app.Process.Id}");
        var path = Path.Combine(Path.GetTempPath(), $"dd-run-test-{Guid.NewGuid():n}.sock");
        using var listener = TargetProcess.Start(new Target([.. As(other), "perl", "-e", Listener, path]) { LauncherArguments = null });
        await listener.Line("listening");
        LiveClient.CallTo(app.Process.Id, path);
        Assert.Equal("brought 0", await listener.Line("brought"));
        File.Delete(path);
        await app.Do("call static");
    }

    private static string[] As(string user) => ["setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups"];

    private static async Task IsLookedInto(ObservedApp app, int process, string temporary, string sockets = "dd-run-*")
    {
        using (var watch = await LiveCommand.Observe("watch", Checkout, "return", "-n", "1", "-p", $"{process}"))
        {
            await app.Do("call static");
            var result = await watch.Exit();
            Assert.Equal((0, ""), (result.ExitCode, result.Errors));
            Assert.Contains("  return  \"ann pays 12.5\"\n1 method put back; 1 call seen, 1 shown\n", result.Output, StringComparison.Ordinal);
        }
        var manifest = Path.Combine(Repository.Root, "samples", "SandwichShop", "dd-run.json");
        Assert.Equal(new TargetResult(0, "", $"dd-run: tracing process {process}\n"), await LiveCommand.Run("attach", $"{process}", "--manifest", manifest));
        var detached = await LiveCommand.Run("detach", $"{process}");
        Assert.Equal((0, $"dd-run: process {process} is not traced any more: 0 methods put back\n"), (detached.ExitCode, detached.Errors));
        await Remains.NoThread(process);
        Assert.Empty(Directory.GetFiles(Assert.Single(Directory.GetDirectories(temporary, sockets))));
        await app.Do("call static");
    }
}
