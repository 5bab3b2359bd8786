using System.Diagnostics;
using System.Globalization;
using DdRun.Configuration;
using DdRun.Diagnostics;

namespace DdRun.Export.Datadog.Agent;

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

    /// <param name="settings">Where the agent is, and how long it may take.</param>
    /// <param name="urgency">Whether the process ends.</param>
    /// <param name="health">Counts requests.</param>
    /// <param name="connect">Makes connections in place of our own.</param>
    public AgentClient(Settings settings, Urgency urgency, HealthMetrics health, Func<long, Stream>? connect = null)
    {
        _settings = settings;
        _urgency = urgency;
        _health = health;
        _connection = new HttpConnection(settings.AgentUrl, settings.AgentTimeout, connect);
        _headers = AgentHeaders.Common(settings);
    }

    /// <summary>What the last answer to <c>/info</c> said.</summary>
    public AgentInfo Info { get; private set; } = AgentInfo.Unknown;

    /// <summary>Why the agent could not be asked, null when it answered.</summary>
    public string? InfoProblem { get; private set; }

    /// <summary>Loads what requests, and the agent's own filters, will need of the shared framework.</summary>
    public void Bind()
    {
        _connection.Bind();
        if (_settings.StatsComputationEnabled)
            FrameworkPreload.Bind("System.Text.RegularExpressions", "System.Collections", "System.Memory", "System.Linq");
    }

    /// <summary>Connects ahead of the first request, which is the one to say so when that does not work.</summary>
    public void Connect()
    {
        try
        {
            Bind();
            _connection.Open(s_earlyConnect);
        }
        catch (Exception e)
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
            InfoProblem = _connection.TryOpen(_urgency.Remaining);
            if (InfoProblem is null)
                ReadInfo(_connection.Send("GET", "/info", _headers, default, _urgency.Remaining));
            next = InfoProblem is null ? s_infoAge : s_infoAgeAfterFailure;
        }
        catch (Exception e)
        {
            InfoProblem = e.Message;
            next = s_infoAgeAfterFailure;
        }
        _infoDue = Stopwatch.GetTimestamp() + (long)(next.TotalSeconds * Stopwatch.Frequency);
    }

    private void ReadInfo(HttpResponse response)
    {
        InfoProblem = response.Problem;
        if (InfoProblem is null)
            Info = response.IsSuccess ? AgentInfo.Parse(response.Body, withFilters: _settings.StatsComputationEnabled) : AgentInfo.Unknown;
        _agentState = response.AgentState ?? _agentState;
    }

    /// <summary>
    /// Sends a payload, again after a pause where that may help and the agent does not have it. The body of a successful answer goes to
    /// <paramref name="onAnswer"/>; whatever becomes of that, the payload is sent.
    /// </summary>
    public Delivery Send(string path, string headers, ReadOnlySpan<byte> payload, bool retry = true, Action<byte[]>? onAnswer = null)
    {
        var delay = s_firstDelay;
        for (var attempt = 0; ; attempt++)
        {
            _health.Requested(path);
            var response = TrySend(path, headers, payload, out var problem);
            if (response is not null)
            {
                NoteState(response.AgentState);
                switch (response.Status)
                {
                    case >= 200 and < 300:
                        Tell(onAnswer, response);
                        return Delivery.Sent;
                    case 413:
                        _health.Failed(path, "413");
                        return Delivery.TooLarge;
                    case 404 or 415:
                        _health.Failed(path, "unsupported");
                        return Delivery.Unsupported;
                    case 408 or 429 or >= 500:
                        break;
                    default:
                        retry = false;
                        break;
                }
                problem = "status " + response.Status.ToString(CultureInfo.InvariantCulture);
                _health.Failed(path, "status");
                // At the very end an agent that answers gets a second chance at once.
                if (retry && attempt == 0 && _urgency.IsUrgent)
                    continue;
            }
            else if (!_connection.MayRepeat && _connection.Progress == RequestProgress.Sent)
            {
                Log.Error($"What {_settings.AgentUrl}{path} answered to {payload.Length} bytes could not be read: {problem}");
                return Delivery.Sent;
            }
            if (!retry || attempt >= Retries || (response is null && !_connection.MayRepeat) || !_urgency.Pause(delay))
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

    private HttpResponse? TrySend(string path, string headers, ReadOnlySpan<byte> payload, out string? problem)
    {
        try
        {
            problem = _connection.TryOpen(_urgency.Remaining);
            if (problem is not null)
            {
                _health.Failed(path, ReferenceEquals(problem, HttpConnection.TooSlow) ? "timeout" : "network");
                return null;
            }
            return _connection.Send("PUT", path, _headers + headers, payload, _urgency.Remaining);
        }
        catch (Exception e)
        {
            problem = e.Message;
            _health.Failed(path, e is TimeoutException ? "timeout" : "network");
            return null;
        }
    }

    private void Tell(Action<byte[]>? onAnswer, HttpResponse response)
    {
        if (onAnswer is null || response.Problem is not null || _urgency.IsUrgent)
            return;
        try
        {
            onAnswer(response.Body);
        }
        catch (Exception e)
        {
            Log.Error("The agent's answer could not be used.", e);
        }
    }
}
