using System.Globalization;
using System.Net;
using DdRun.Probes;

namespace DdRun.Instrumentation.Integrations.CSRedis;

/// <summary><c>a</c> a command, <c>b</c> its arguments, <c>c</c> where it goes.</summary>
internal sealed class CommandObserver : IClientObserver
{
    private static readonly IntegrationService s_service = new("redis");

    public bool Activates => false;

    public bool SeesEnd => false;

    // Each client asks this once, and where there is no cluster, the answer is an error.
    public bool Wants(object? a, object? b, object? c, object? d) => a is not "cluster nodes";

    public void OnEnter(Span span, object? a, object? b, object? c, object? d)
    {
        var command = a as string ?? "COMMAND";
        span.Type = "redis";
        span.Resource = command;
        if (s_service.Name is { } service)
            span.Service = service;
        span.SetTag("component", "CSRedis");
        span.SetTag("span.kind", "client");
        span.SetTag("redis.raw_command", b is object[] and [var first, ..] && HasKey(command) ? command + " " + Convert.ToString(first, CultureInfo.InvariantCulture) : command);
        var (host, port) = c switch
        {
            DnsEndPoint named => (named.Host, named.Port),
            IPEndPoint address => (address.Address.ToString(), address.Port),
            _ => (null, 0),
        };
        span.SetTag("out.host", host);
        if (port > 0)
            span.SetTag("out.port", port.ToString(CultureInfo.InvariantCulture));
    }

    public void OnExit(Span span, object? result, Exception? exception)
    {
    }

    // What these begin with is a password, a script or a text.
    private static bool HasKey(string command) => command is not ("AUTH" or "HELLO" or "ECHO" or "PING" or "EVAL" or "EVALSHA" or "SCRIPT" or "CONFIG" or "CLIENT" or "ACL");
}
