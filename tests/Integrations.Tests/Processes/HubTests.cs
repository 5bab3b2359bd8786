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

    [Theory]
    [InlineData("Hubs-net8.0")]
    [InlineData("Hubs-net9.0")]
    [InlineData("Hubs")]
    public async Task A_hub_has_the_same_spans_on_every_runtime(string app)
    {
        await using var agent = await TestAgent.Start();
        using var web = await WebTarget.Start(new Target(Repository.App(app, "Hubs"), "--urls", "http://127.0.0.1:0"), agent);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(web.Url) { Scheme = "ws", Path = "/bakery" }.Uri, CancellationToken.None);
        Assert.Equal("{}", await Ask(socket, """{"protocol":"json","version":1}"""));
        Assert.Contains("\"result\":3", await Ask(socket, """{"type":1,"invocationId":"1","target":"Add","arguments":[1,2]}"""), StringComparison.Ordinal);
        Assert.Contains("\"error\":", await Ask(socket, """{"type":1,"invocationId":"2","target":"Burn","arguments":[]}"""), StringComparison.Ordinal);
        await Ask(socket, """{"type":4,"invocationId":"3","target":"Bake","arguments":[2]}""", until: "\"type\":3");
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        var connection = await agent.Spans.WaitForAny(span => span.Name == "aspnet_core.request", "the connection");
        web.Process.Signal(TargetProcess.Terminate);
        await web.Process.Exit();

        var calls = agent.Spans.Items.Where(span => span.Meta.GetValueOrDefault("rpc.system") == "signalr").ToList();
        Assert.Equal(
            ["Hubs.Bakery/Add", "Hubs.Bakery/Bake", "Hubs.Bakery/Burn", "Hubs.Bakery/OnConnectedAsync", "Hubs.Bakery/OnDisconnectedAsync"],
            calls.Select(call => call.Resource).Order(StringComparer.Ordinal));
        Assert.All(calls, call =>
        {
            var method = call.Resource["Hubs.Bakery/".Length..];
            var isCall = !method.StartsWith("On", StringComparison.Ordinal);
            Assert.Equal((isCall ? "signalr.server.request" : "internal", "web", 0ul), (call.Name, call.Service, call.ParentId));
            Assert.Equal((isCall ? "server" : "internal", "Hubs.Bakery", method), (call.Meta["span.kind"], call.Meta["rpc.service"], call.Meta["rpc.method"]));
            Assert.Equal([(connection.TraceId, connection.SpanId)], call.Links);
            Assert.Equal(method == "Burn" ? typeof(InvalidOperationException).FullName : null, call.Meta.GetValueOrDefault("error.type"));
            Assert.Equal(method == "Burn" ? 1 : 0, call.Error);
        });
        Assert.Equal(6, calls.Select(call => call.TraceId).Append(connection.TraceId).Distinct().Count());
        Assert.Equal(6, agent.Spans.Items.Count);
    }

    [Fact]
    public async Task Switched_off_a_hub_of_NET_8_has_no_spans_but_its_connection()
    {
        await using var agent = await TestAgent.Start();
        using var web = await WebTarget.Start(new Target(Repository.App("Hubs-net8.0", "Hubs"), "--urls", "http://127.0.0.1:0"), agent, ("DD_TRACE_SIGNALR_ENABLED", "false"));
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(web.Url) { Scheme = "ws", Path = "/bakery" }.Uri, CancellationToken.None);
        Assert.Equal("{}", await Ask(socket, """{"protocol":"json","version":1}"""));
        await Ask(socket, """{"type":1,"invocationId":"1","target":"Add","arguments":[1,2]}""");
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        web.Process.Signal(TargetProcess.Terminate);
        await web.Process.Exit();
        Assert.Equal("aspnet_core.request", Assert.Single(agent.Spans.Items).Name);
    }

    private static async Task<string> Ask(WebSocket socket, string message, string until = "")
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
                if (answer != """{"type":6}""" && answer.Contains(until, StringComparison.Ordinal))
                    return answer;
            }
        }
    }
}
