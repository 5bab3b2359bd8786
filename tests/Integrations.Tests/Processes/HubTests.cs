using System.Net.WebSockets;
using System.Text;
using DdRun.Testing;

namespace DdRun.Integrations.Tests.Processes;

public sealed class HubTests
{
    // How SignalR's protocol for JSON ends a message.
    private const char End = '\u001e';

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_of_a_hub_arrives_while_its_connection_lives_and_links_to_it(bool besideSdk)
    {
        await using var agent = await TestAgent.Start();
        using var sdk = new SdkBeside();
        using var web = await WebTarget.Start(agent, besideSdk ? sdk.Variables : []);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(web.Url) { Scheme = "ws", Path = "/counter" }.Uri, CancellationToken.None);
        Assert.Equal("{}", await Ask(socket, """{"protocol":"json","version":1}"""));
        for (var i = 0; i < 2; i++)
            Assert.Equal($$"""{"type":3,"invocationId":"{{i}}","result":{{i + 2}}}""", await Ask(socket, $$"""{"type":1,"invocationId":"{{i}}","target":"Add","arguments":[{{i}},2]}"""));
        await agent.Spans.WaitForAny(span => span.Resource.EndsWith("/Add", StringComparison.Ordinal), "the first call");
        Assert.DoesNotContain(agent.Spans.Items, span => span.Name == "aspnet_core.request");

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        var connection = await agent.Spans.WaitForAny(span => span.Name == "aspnet_core.request", "the connection");
        web.Process.Signal(TargetProcess.Terminate);
        await web.Process.Exit();
        Assert.Equal(besideSdk, sdk.WasThere);
        var calls = agent.Spans.Items.Where(span => span.Resource.EndsWith("/Add", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, calls.Count);
        Assert.All(calls, call =>
        {
            Assert.Equal(0ul, call.ParentId);
            Assert.Equal([(connection.TraceId, connection.SpanId)], call.Links);
        });
        Assert.Equal(3, calls.Select(call => call.TraceId).Append(connection.TraceId).Distinct().Count());
    }

    private static async Task<string> Ask(WebSocket socket, string message)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(message + End), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        using var bound = new CancellationTokenSource(Recorder<string>.Bound);
        var buffer = new byte[4096];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), bound.Token);
            foreach (var answer in Encoding.UTF8.GetString(buffer, 0, received.Count).Split(End, StringSplitOptions.RemoveEmptyEntries))
            {
                // All but pings.
                if (answer != """{"type":6}""")
                    return answer;
            }
        }
    }
}
