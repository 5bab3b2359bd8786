using System.Diagnostics;
using System.Text;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Identity;
using DdRun.Sockets;

namespace DdRun.Export.Otlp;

/// <summary>Requests to an OTLP receiver, with retries where the protocol allows them. For one thread.</summary>
internal sealed class OtlpClient : IDisposable
{
    private const int ShownBody = 200;
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(250), s_longestDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_earlyConnect = TimeSpan.FromMilliseconds(100);

    private readonly OtlpSignal _signal;
    private readonly SignalSchema _schema;
    private readonly Urgency _urgency;
    private readonly HttpConnection _connection;
    private readonly string _headers, _path;
    private readonly string _items;
    private readonly HealthMetrics? _health;

    /// <param name="signal">Where to send to.</param>
    /// <param name="schema">Of the signal.</param>
    /// <param name="items">What is sent, for the log.</param>
    /// <param name="urgency">Of whoever sends.</param>
    /// <param name="health">Counts requests.</param>
    public OtlpClient(OtlpSignal signal, SignalSchema schema, string items, Urgency urgency, HealthMetrics? health = null)
    {
        _health = health;
        _signal = signal;
        _schema = schema;
        _items = items;
        _urgency = urgency;
        _path = UrlHost.WithoutQuery(signal.Path);
        _connection = new HttpConnection(signal.Address, signal.Timeout, tls: signal.Tls);
        _headers = "Content-Type: " + (signal.Protocol == OtlpProtocol.Json ? "application/json" : "application/x-protobuf")
            + "\r\nUser-Agent: dd-run/" + ProcessInfo.TracerVersion + "\r\n" + (signal.Gzip ? "Content-Encoding: gzip\r\n" : "") + signal.Headers;
    }

    /// <summary>Loads what requests will need of the shared framework.</summary>
    public void Bind()
    {
        _connection.Bind();
        if (_signal.Gzip)
            FrameworkPreload.Bind("System.IO.Compression", "System.Memory");
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
            Log.Debug($"The receiver at {_signal.Url} could not be connected to yet: {e.Message}");
        }
    }

    /// <summary>Sends a request; answers after the last attempt.</summary>
    public ExportOutcome Send(ReadOnlySpan<byte> payload, int count)
    {
        byte[]? compressed = _signal.Gzip ? Gzip.Compress(payload) : null;
        if (compressed is not null)
            payload = compressed;
        var deadline = Stopwatch.GetTimestamp() + (long)(_signal.Timeout.TotalSeconds * Stopwatch.Frequency);
        for (var attempt = 0; ; attempt++)
        {
            string? problem;
            TimeSpan? wait = null;
            _health?.Requested(_path);
            try
            {
                problem = _connection.TryOpen(Least(_urgency.Remaining, Left(deadline)));
                if (problem is not null)
                {
                    _health?.Failed(_path, "network");
                }
                else
                {
                    var response = _connection.Send("POST", _signal.Path, _headers, payload, Least(_urgency.Remaining, Left(deadline)));
                    if (response.IsSuccess)
                        return Accepted(response.Body, count);
                    _health?.Failed(_path, "status");
                    problem = "status " + response.Status.ToString(System.Globalization.CultureInfo.InvariantCulture);
                    if (response.Status is not (429 or 502 or 503 or 504))
                        return Refused(problem, response.Body, count);
                    wait = RetryAfter.Parse(response.RetryAfter, DateTimeOffset.UtcNow);
                }
            }
            catch (Exception e)
            {
                problem = e.Message;
                _health?.Failed(_path, e is TimeoutException ? "timeout" : "network");
                if (!_connection.MayRepeat && _connection.Progress >= RequestProgress.Sent)
                {
                    Log.Error($"What {_signal.Url} answered to {count} {_items} could not be read: {problem}");
                    return new(true, 0);
                }
                // What is no HTTP, and no answer in time, may have been to a request that was taken.
                if (!MayRepeat(e))
                    return Lost(problem, count);
            }
            var delay = wait ?? Delay(attempt);
            // At the very end a receiver that answers gets a second chance at once; one that does not would only hold up the exit.
            if (delay >= Left(deadline) || (!_urgency.Pause(delay) && (wait is not null || attempt > 0)))
                return Lost(problem, count);
        }
    }

    public void Dispose() => _connection.Dispose();

    private ExportOutcome Accepted(byte[] body, int count)
    {
        var partial = PartialSuccess.Read(body, _schema.Rejected);
        if (partial is { Rejected: 0, Message.Length: > 0 })
            Log.Warn($"The receiver at {_signal.Url} took all {_items}, and says: {Shown(partial.Message)}");
        if (partial.Rejected == 0)
            return new(true, 0);
        var rejected = Math.Min(partial.Rejected, count);
        Log.Error($"The receiver at {_signal.Url} rejected {rejected} {_items}: {Shown(partial.Message ?? "")}");
        return new(true, rejected);
    }

    private ExportOutcome Refused(string problem, byte[] body, int count)
    {
        Log.Error($"The receiver at {_signal.Url} refused {count} {_items} with {problem}: {Shown(Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, 4 * ShownBody)))}");
        return ExportOutcome.Failed;
    }

    private ExportOutcome Lost(string problem, int count)
    {
        Log.Error($"{count} {_items} could not be sent to {_signal.Url}: {problem}");
        return ExportOutcome.Failed;
    }

    private static string Shown(string text) => text.Length <= ShownBody ? text : text[..ShownBody];

    private static TimeSpan Delay(int attempt)
    {
        var whole = Math.Min(s_firstDelay.TotalMilliseconds * (1 << Math.Min(attempt, 16)), s_longestDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(whole * (0.5 + Random.Shared.NextDouble() / 2));
    }

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Left(long deadline) =>
        TimeSpan.FromSeconds(Math.Max(0, (double)(deadline - Stopwatch.GetTimestamp()) / Stopwatch.Frequency));

    // No connection, or one that was closed without an answer.
    private bool MayRepeat(Exception e) => _connection.MayRepeat && (_connection.Progress == RequestProgress.Unsent || e is ConnectionClosedException or SocketFailure);
}
