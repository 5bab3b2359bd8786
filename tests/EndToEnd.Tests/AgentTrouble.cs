using System.Net;
using System.Net.Sockets;

namespace DdRun.EndToEnd.Tests;

/// <summary>Whatever the agent does, the target ends as it would without us.</summary>
public class AgentTrouble
{
    [Fact]
    public async Task Nobody_listens()
    {
        await using var rig = await Rig.Start();
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await AssertUnharmed(rig, $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndPoint!).Port}");
    }

    [Fact]
    public async Task The_socket_is_missing()
    {
        await using var rig = await Rig.Start();
        await AssertUnharmed(rig, $"unix://{rig.Folder}/absent.sock");
    }

    [Fact]
    public async Task Connections_are_accepted_by_nobody()
    {
        await using var rig = await Rig.Start();
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        silent.Listen();
        await AssertUnharmed(rig, $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndPoint!).Port}");
    }

    [Fact]
    public async Task Requests_are_never_answered()
    {
        await using var rig = await Rig.Start();
        var never = new TaskCompletionSource();
        rig.Agent.Script = _ => new AgentAnswer.Hold(never.Task, new AgentAnswer.Abort());
        await AssertUnharmed(rig, rig.Agent.Url);
        Assert.NotEmpty(rig.Agent.Requests.Items);
    }

    [Fact]
    public async Task Connections_are_cut()
    {
        await using var rig = await Rig.Start();
        rig.Agent.Script = _ => new AgentAnswer.Abort();
        await AssertUnharmed(rig, rig.Agent.Url);
        Assert.NotEmpty(rig.Agent.Requests.Items);
    }

    [Theory]
    [InlineData(500, "trouble")]
    [InlineData(429, "{}")]
    [InlineData(404, "")]
    [InlineData(413, "<html>")]
    [InlineData(200, "not json")]
    [InlineData(200, "{\"rate_by_service\":{\"service:,env:\":\"much\"}}")]
    public async Task Answers_make_no_sense(int status, string body)
    {
        await using var rig = await Rig.Start();
        rig.Agent.Script = _ => new AgentAnswer.Reply(status, body);
        await AssertUnharmed(rig, rig.Agent.Url);
        Assert.NotEmpty(rig.Agent.Requests.Items);
    }

    [Fact]
    public async Task One_bad_answer_does_not_cost_the_spans()
    {
        await using var rig = await Rig.Start();
        var answered = 0;
        rig.Agent.Script = request => request.IsTraces && Interlocked.Increment(ref answered) == 1 ? new AgentAnswer.Reply(503) : null;
        await AssertUnharmed(rig, rig.Agent.Url);
        Assert.Equal("garnish", Assert.Single(rig.Agent.Spans.Items).Name);
    }

    private static async Task AssertUnharmed(Rig rig, string url)
    {
        var target = rig.Dotnet("Kitchen", Rules.Garnish, "exit", "return");
        var result = await TargetProcess.Run(target with { LauncherArguments = [.. target.LauncherArguments!.Take(3), url, .. target.LauncherArguments!.Skip(4)] });
        Assert.Equal((3, "last order, garnished\n"), (result.ExitCode, result.Output));
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }
}
