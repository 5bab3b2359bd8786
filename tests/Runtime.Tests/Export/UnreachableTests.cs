using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using DdRun.Configuration;
using DdRun.Export;
using DdRun.Export.Datadog.Agent;
using DdRun.Metrics.DogStatsd.Transport;
using DdRun.Testing;
using Xunit;

namespace DdRun.Runtime.Tests.Export;

/// <summary>
/// That nobody listens is ordinary, and no exception: the process counts those, and so do debuggers and the runtime's own counters. On Linux; elsewhere the
/// framework's sockets know no other way to say it.
/// </summary>
public sealed class UnreachableTests
{
    [ThreadStatic]
    private static List<Exception>? t_thrown;

    static UnreachableTests() => AppDomain.CurrentDomain.FirstChanceException += static (_, thrown) => t_thrown?.Add(thrown.Exception);

    [LinuxTheory]
    [InlineData("http://127.0.0.1:{port}")]
    [InlineData("http://localhost:{port}")]
    [InlineData("http://[::1]:{port}")]
    [InlineData("http://{host}:{port}")]
    [InlineData("https://127.0.0.1:{port}")]
    [InlineData("unix:///no/such/agent.socket")]
    public void An_agent_that_is_not_there(string url)
    {
        var settings = new Settings(name => name == "DD_TRACE_AGENT_URL" ? Fill(url) : null);
        using var client = new AgentClient(settings, new Urgency(), new HealthMetrics(settings));
        Assert.Empty(Thrown(() =>
        {
            client.Connect();
            client.RefreshInfo();
            Assert.NotNull(client.InfoProblem);
            Assert.Equal(Delivery.Failed, client.Send("/v0.4/traces", "", [0x90], retry: false));
        }));
    }

    [LinuxTheory]
    [InlineData("udp://127.0.0.1:{port}")]
    [InlineData("udp://[::1]:{port}")]
    [InlineData("udp://{host}:{port}")]
    [InlineData("unix:///no/such/statsd.socket")]
    public void A_statsd_server_that_is_not_there(string url)
    {
        var address = StatsdAddress.Resolve(new SettingsSource(name => name == "DD_DOGSTATSD_URL" ? Fill(url) : null, null, null), _ => false);
        Assert.Empty(Thrown(() =>
        {
            for (var i = 0; i < 3; i++)
            {
                using var channel = Channel.TryOpen(address);
                Assert.NotEqual(SendOutcome.Sent, channel?.Send("a:1|c\n"u8.ToArray(), 6));
            }
        }));
    }

    [LinuxFact]
    public void An_agent_that_has_closed_an_idle_connection()
    {
        using var closed = new SemaphoreSlim(0);
        using var agent = new RawAgent(async (stream, stop) =>
        {
            await RawAgent.ReadRequest(stream, stop);
            await RawAgent.Write(stream, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", stop);
            stream.Socket.Shutdown(SocketShutdown.Both);
            closed.Release();
        });
        var settings = new Settings(name => name == "DD_TRACE_AGENT_URL" ? agent.Url : null);
        using var client = new AgentClient(settings, new Urgency(), new HealthMetrics(settings));
        Assert.Empty(Thrown(() =>
        {
            for (var i = 1; i <= 3; i++)
            {
                Assert.Equal(Delivery.Sent, client.Send("/v0.4/traces", "", [0x90], retry: false));
                Assert.True(closed.Wait(TimeSpan.FromMinutes(1)));
                Assert.Equal(i, agent.Connections);
            }
        }));
    }

    [LinuxFact]
    public void What_is_thrown_is_seen() => Assert.Single(Thrown(static () =>
    {
        try
        {
            throw new InvalidOperationException();
        }
        catch (InvalidOperationException)
        {
        }
    }));

    private static List<Exception> Thrown(Action action)
    {
        t_thrown = [];
        try
        {
            action();
            return t_thrown;
        }
        finally
        {
            t_thrown = null;
        }
    }

    private static string Fill(string url)
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return url.Replace("{port}", ((IPEndPoint)taken.LocalEndPoint!).Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{host}", Dns.GetHostName(), StringComparison.Ordinal);
    }
}
