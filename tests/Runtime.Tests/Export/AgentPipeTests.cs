using System.IO.Pipes;
using System.Text;
using DdRun.Configuration;
using DdRun.Export;

namespace DdRun.Runtime.Tests.Export;

/// <summary>Windows agents listen on a named pipe; elsewhere the framework makes one out of a socket, and the client is the same.</summary>
public sealed class AgentPipeTests : IDisposable
{
    private readonly string _name = "dd-run-" + Guid.NewGuid().ToString("N");
    private readonly NamedPipeServerStream _server;

    public AgentPipeTests() => _server = NewServer();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Requests_go_over_one_connection()
    {
        var serving = Task.Run(async () =>
        {
            await _server.WaitForConnectionAsync();
            var first = await ReadRequest();
            await Answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst");
            var second = await ReadRequest();
            await Answer("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond");
            return (first, second);
        });
        using var connection = new HttpConnection(AgentAddress.NamedPipe(_name), TimeSpan.FromSeconds(30));

        Assert.Equal("first", Encoding.ASCII.GetString(connection.Send("PUT", "/v0.4/traces", "", "one"u8).Body));
        Assert.Equal("second", Encoding.ASCII.GetString(connection.Send("PUT", "/v0.4/traces", "", "two"u8).Body));
        var (first, second) = await serving;
        Assert.StartsWith("PUT /v0.4/traces HTTP/1.1\r\n", first, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\none", first, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\ntwo", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_that_hangs_is_given_up()
    {
        var connected = _server.WaitForConnectionAsync();
        using var connection = new HttpConnection(AgentAddress.NamedPipe(_name), TimeSpan.FromMilliseconds(200));

        Assert.Throws<TimeoutException>(() => connection.Send("PUT", "/v0.4/traces", "", "one"u8));
        await connected;
    }

    [Fact]
    public void A_pipe_that_nobody_listens_on_is_given_up()
    {
        using var connection = new HttpConnection(AgentAddress.NamedPipe(_name + "-none"), TimeSpan.FromMilliseconds(200));

        Assert.Throws<TimeoutException>(() => connection.Send("PUT", "/v0.4/traces", "", "one"u8));
    }

    private NamedPipeServerStream NewServer() => new(_name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);

    private async Task<string> ReadRequest()
    {
        var request = new StringBuilder();
        var buffer = new byte[4096];
        // Head and body come in writes of their own.
        while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) || request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await _server.ReadAsync(buffer);
            Assert.NotEqual(0, read);
            request.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }
        return request.ToString();
    }

    private ValueTask Answer(string text) => _server.WriteAsync(Encoding.ASCII.GetBytes(text));
}
