using System.Net;
using System.Net.Sockets;

namespace DdRun.EndToEnd.Tests.Libraries;

/// <summary>
/// A parent that takes a line on its child's standard error for the child's failure: <c>Start-Job</c> talks to another PowerShell over its standard streams.
/// </summary>
public class PowerShell
{
    public static string Command => Path.Combine(Repository.Root, "artifacts", "tools", "pwsh");

    [PowerShellFact]
    public async Task A_job_succeeds_as_without_us()
    {
        await using var rig = await Rig.Start();
        const string script = """
            $job = Start-Job { 'job says 7' } | Wait-Job
            $job.State
            Receive-Job $job
            """;
        var target = Target(rig, script);
        var plain = await TargetProcess.Run(target.Plain);
        Assert.Equal(new TargetResult(0, "Completed\njob says 7\n", ""), plain);
        Assert.Equal(plain, await TargetProcess.Run(target));
    }

    [PowerShellFact]
    public async Task A_job_whose_spans_nobody_takes_succeeds_as_without_us()
    {
        await using var rig = await Rig.Start();
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var answers = Answer(server);
        // Under dd-run the job goes on until it has been told that its spans could not be sent.
        var script = $$"""
            $job = Start-Job {
                $response = Invoke-WebRequest http://127.0.0.1:{{((IPEndPoint)server.LocalEndpoint).Port}}/
                while ($env:DD_TRACE_LOG_DIRECTORY -and -not (Get-ChildItem $env:DD_TRACE_LOG_DIRECTORY -Filter "*-$PID.log" | Select-String -Quiet 'could not be sent')) { Start-Sleep -Milliseconds 100 }
                "status $($response.StatusCode)"
            } | Wait-Job
            $job.State
            Receive-Job $job
            """;
        var target = Target(rig, script);
        var plain = await TargetProcess.Run(target.Plain);
        Assert.Equal(new TargetResult(0, "Completed\nstatus 200\n", ""), plain);
        var logs = Directory.CreateDirectory(Path.Combine(rig.Folder, "logs")).FullName;
        Assert.Equal(plain, await TargetProcess.Run(target.With(("DD_TRACE_LOG_DIRECTORY", logs))));
        server.Stop();
        await answers;
    }

    // Without a manifest, and with an agent that is not there.
    private static Target Target(Rig rig, string script) => new(Command, "-NoProfile", "-NonInteractive", "-File", rig.Write("work.ps1", script))
    {
        Environment = new Dictionary<string, string>
        {
            ["DD_TRACE_AGENT_URL"] = "http://127.0.0.1:9",
            ["DD_TRACE_LOG_SINKS"] = "",
            ["XDG_CACHE_HOME"] = rig.Folder,
            ["XDG_STATE_HOME"] = rig.Folder,
            ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
            ["TERM"] = "dumb",
        },
    };

    private static async Task Answer(TcpListener server)
    {
        try
        {
            while (true)
            {
                using var client = await server.AcceptTcpClientAsync();
                var stream = client.GetStream();
                _ = await stream.ReadAsync(new byte[8192]);
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }
}
