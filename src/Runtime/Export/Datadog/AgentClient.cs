using System.Diagnostics;
using System.Net.Sockets;
using DdRun.Configuration;
using DdRun.Diagnostics;

namespace DdRun.Export.Datadog;

/// <summary>Requests to the agent with retries, and what the agent says about itself. On the writer's thread.</summary>
internal sealed class AgentClient : IDisposable
{
    private const int Retries = 5;
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_earlyConnect = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_infoAge = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_infoAgeAfterFailure = TimeSpan.FromSeconds(10);

    private readonly Settings _settings;
    private readonly Urgency _urgency;
    private readonly HealthMetrics _health;
    private readonly HttpConnection _connection;
    private readonly string _headers;
    private long _infoDue;
    private string? _agentState;

    public AgentClient(Settings settings, Urgency urgency, HealthMetrics health)
    {
        _settings = settings;
        _urgency = urgency;
        _health = health;
        _connection = new HttpConnection(settings.AgentUrl, settings.AgentTimeout);
        _headers = AgentHeaders.Common(settings);
    }

    /// <summary>What the last answer to <c>/info</c> said.</summary>
    public AgentInfo Info { get; private set; } = AgentInfo.Unknown;

    /// <summary>Why the agent could not be asked, null when it answered.</summary>
    public string? InfoProblem { get; private set; }

    /// <summary>Connects ahead of the first request, which is the one to say so when that does not work.</summary>
    public void Connect()
    {
        try
        {
            _connection.Open(s_earlyConnect);
        }
        catch (Exception e) when (IsTransport(e))
        {
            Log.Debug($"The agent at {_settings.AgentUrl} could not be connected to yet: {e.Message}");
        }
    }

    /// <summary>Asks for <c>/info</c> when it is due: at first, every five minutes, and after the agent's state has changed.</summary>
    public void RefreshInfo()
    {
        // At the very end nothing it could say is worth the wait: every agent takes what is sent without it.
        if (Stopwatch.GetTimestamp() < _infoDue || _urgency.IsUrgent)
            return;
        TimeSpan next;
        try
        {
            var response = _connection.Send("GET", "/info", _headers, default, _urgency.Remaining);
            Info = response.IsSuccess ? AgentInfo.Parse(response.Body) : AgentInfo.Unknown;
            _agentState = response.AgentState ?? _agentState;
            InfoProblem = null;
            next = s_infoAge;
        }
        catch (Exception e) when (IsTransport(e))
        {
            InfoProblem = e.Message;
            next = s_infoAgeAfterFailure;
        }
        _infoDue = Stopwatch.GetTimestamp() + (long)(next.TotalSeconds * Stopwatch.Frequency);
    }

    /// <summary>Sends a payload, again after a pause where that may help. The body of a successful answer goes to <paramref name="onAnswer"/>.</summary>
    public Delivery Send(string path, string headers, ReadOnlySpan<byte> payload, bool retry = true, Action<byte[]>? onAnswer = null)
    {
        var delay = s_firstDelay;
        for (var attempt = 0; ; attempt++)
        {
            string problem;
            var answered = false;
            _health.Requested(path);
            try
            {
                var response = _connection.Send("PUT", path, _headers + headers, payload, _urgency.Remaining);
                NoteState(response.AgentState);
                answered = true;
                switch (response.Status)
                {
                    case >= 200 and < 300:
                        if (!_urgency.IsUrgent)
                            onAnswer?.Invoke(response.Body);
                        return Delivery.Sent;
                    case 413:
                        _health.Failed(path, "413");
                        return Delivery.TooLarge;
                    case 404 or 415:
                        _health.Failed(path, "unsupported");
                        return Delivery.Unsupported;
                    case 408 or 429 or >= 500:
                        problem = $"status {response.Status}";
                        break;
                    default:
                        problem = $"status {response.Status}";
                        retry = false;
                        break;
                }
                _health.Failed(path, "status");
            }
            catch (Exception e) when (IsTransport(e))
            {
                problem = e.Message;
                _health.Failed(path, e is TimeoutException ? "timeout" : "network");
            }
            // At the very end an agent that answers gets a second chance at once; one that does not would only hold up the exit.
            if (!retry || attempt >= Retries || (!_urgency.Pause(delay) && (!answered || attempt > 0)))
            {
                Log.Error($"{payload.Length} bytes could not be sent to {_settings.AgentUrl}{path}: {problem}");
                return Delivery.Failed;
            }
            delay *= 2;
        }
    }

    public void Dispose() => _connection.Dispose();

    private void NoteState(string? state)
    {
        if (state is null || state == _agentState)
            return;
        if (_agentState is not null)
            _infoDue = 0;
        _agentState = state;
    }

    private static bool IsTransport(Exception e) =>
        e is IOException or SocketException or TimeoutException or ObjectDisposedException or UnauthorizedAccessException
            or System.Security.Authentication.AuthenticationException;
}
