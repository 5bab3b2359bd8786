using System.Runtime.CompilerServices;
using DdRun.Configuration;
using DdRun.Diagnostics;
using DdRun.Metrics.DogStatsd;
using DdRun.Metrics.DogStatsd.Aggregation;
using DdRun.Metrics.DogStatsd.Lines;

namespace DdRun;

/// <summary>
/// A DogStatsD client for the app's own metrics. Values are added up in the process and sent every <see cref="StatsdOptions.FlushInterval"/>
/// and at exit, over UDP or a Unix socket. All members are thread-safe, none throws, none waits for the network except
/// <see cref="Flush"/> and <see cref="Dispose"/>; recording a value of a known time series allocates nothing.
/// </summary>
/// <remarks>
/// Names are cut to what DogStatsD takes (ASCII letters, digits, <c>_ . -</c>, a letter first), other characters become <c>_</c>.
/// A tag is <c>key:value</c> or a bare word; characters other than letters, digits and <c>_ - : / .</c> become <c>_</c>.
/// What cannot be sent (no name, NaN, longer than 8 KiB, more than 10,000 time series) is left out and reported as
/// <c>datadog.dogstatsd.client.metric_dropped_on_receive</c>.
/// </remarks>
public sealed class Statsd : IDisposable
{
    private static readonly Lazy<Statsd> s_default = new(static () => new(new StatsdOptions()));

    private readonly Func<Settings> _currentSettings;
    private readonly ContextTable _contexts;
    private readonly StatsdWorker? _worker;
    private readonly string _prefix;
    private readonly IReadOnlyList<string> _constantTags;
    private LineEnd? _end;
    private Settings? _endOf;

    /// <summary>A client of its own, next to <see cref="Default"/>.</summary>
    public Statsd(StatsdOptions options) : this(options, static () => Settings.Current)
    {
    }

    internal Statsd(StatsdOptions options, Func<Settings> currentSettings)
    {
        ArgumentNullException.ThrowIfNull(options);
        _currentSettings = currentSettings;
        var settings = currentSettings();
        _prefix = options.Prefix?.TrimEnd('.') is { Length: > 0 } prefix ? prefix + "." : "";
        _constantTags = new List<string>(options.ConstantTags);
        _contexts = new(_prefix);
        if (settings.DogStatsdDisabled)
            return;
        Address = StatsdAddresses.Choose(options.Url, settings);
        _worker = new(Address, _contexts, options.FlushInterval, CurrentEnd, options.Telemetry);
    }

    /// <summary>The client that the environment configures (<c>DD_DOGSTATSD_URL</c>, <c>DD_AGENT_HOST</c> …).</summary>
    public static Statsd Default => s_default.Value;

    internal StatsdAddress? Address { get; }

    internal StatsdWorker? Worker => _worker;

    internal StatsdTelemetry? Telemetry => _worker?.Telemetry;

    /// <summary>Adds to a counter.</summary>
    /// <param name="name">Name of the metric.</param>
    /// <param name="value">What to add; may be negative.</param>
    /// <param name="tags">Tags, each <c>key:value</c> or a word.</param>
    /// <param name="sampleRate">Share of the calls that is recorded, 0 to 1; the server makes up for the others.</param>
    public void Increment(string name, long value = 1, ReadOnlySpan<string> tags = default, double sampleRate = 1)
    {
        if (!IsRecorded(ref sampleRate))
            return;
        while (Find(MetricKind.Count, name, tags, sampleRate) is { } context)
        {
            if (((CounterContext)context).TryAdd(value))
            {
                OnRecorded();
                return;
            }
            Thread.Yield();
        }
    }

    /// <summary>Takes from a counter.</summary>
    public void Decrement(string name, long value = 1, ReadOnlySpan<string> tags = default, double sampleRate = 1) =>
        Increment(name, -value, tags, sampleRate);

    /// <summary>Sets a value; the last one before a flush is sent.</summary>
    public void Gauge(string name, double value, ReadOnlySpan<string> tags = default)
    {
        if (!IsNumber(value))
            return;
        while (Find(MetricKind.Gauge, name, tags, 1) is { } context)
        {
            if (((GaugeContext)context).TrySet(value))
            {
                OnRecorded();
                return;
            }
            Thread.Yield();
        }
    }

    /// <summary>Records a value of which the server computes statistics for this host.</summary>
    public void Histogram(string name, double value, ReadOnlySpan<string> tags = default, double sampleRate = 1) =>
        Sample(MetricKind.Histogram, name, value, tags, sampleRate);

    /// <summary>Records a value of which the server computes statistics over all hosts.</summary>
    public void Distribution(string name, double value, ReadOnlySpan<string> tags = default, double sampleRate = 1) =>
        Sample(MetricKind.Distribution, name, value, tags, sampleRate);

    /// <summary>Records a duration in milliseconds.</summary>
    public void Timing(string name, double milliseconds, ReadOnlySpan<string> tags = default, double sampleRate = 1) =>
        Sample(MetricKind.Timing, name, milliseconds, tags, sampleRate);

    /// <summary>Records a duration.</summary>
    public void Timing(string name, TimeSpan duration, ReadOnlySpan<string> tags = default, double sampleRate = 1) =>
        Sample(MetricKind.Timing, name, duration.TotalMilliseconds, tags, sampleRate);

    /// <summary>Counts how many different members a set has in an interval.</summary>
    public void Set(string name, string member, ReadOnlySpan<string> tags = default)
    {
        if (_worker == null)
            return;
        if (string.IsNullOrEmpty(member) || member.Length > PacketWriter.LineLimit)
        {
            _worker.Telemetry.Refuse();
            return;
        }
        while (Find(MetricKind.Set, name, tags, 1) is { } context)
        {
            if (((SetContext)context).TryAdd(member, out var full))
            {
                if (full)
                    _worker.Telemetry.Refuse();
                else
                    OnRecorded();
                return;
            }
            Thread.Yield();
        }
    }

    /// <summary>Puts an event on the event stream; at most 8 KiB.</summary>
    public void Event(string title, string text, StatsdEvent? details = null, ReadOnlySpan<string> tags = default) =>
        Enqueue(EventLine.ForEvent(title ?? "", text ?? "", details, tags, CurrentEnd()), isEvent: true);

    /// <summary>Reports the state of something the app depends on; at most 8 KiB.</summary>
    public void ServiceCheck(string name, ServiceStatus status, string? message = null, DateTimeOffset? at = null, string? hostname = null, ReadOnlySpan<string> tags = default) =>
        Enqueue(EventLine.ForServiceCheck(name, status, message, at, hostname, tags, CurrentEnd()), isEvent: false);

    /// <summary>Sends what has been recorded, and returns when it is on its way or known to be lost.</summary>
    public void Flush() => _worker?.Flush();

    /// <summary>Flushes and stops. Whatever is recorded later is not sent.</summary>
    public void Dispose() => _worker?.Dispose();

    private void Sample(MetricKind kind, string name, double value, ReadOnlySpan<string> tags, double sampleRate)
    {
        if (!IsNumber(value) || !IsRecorded(ref sampleRate))
            return;
        while (Find(kind, name, tags, sampleRate) is { } context)
        {
            if (((SampleContext)context).TryAdd(value))
            {
                OnRecorded();
                return;
            }
            Thread.Yield();
        }
    }

    private MetricContext? Find(MetricKind kind, string name, ReadOnlySpan<string> tags, double rate)
    {
        if (_worker == null)
            return null;
        var added = false;
        var context = string.IsNullOrEmpty(name) ? null : _contexts.Find(new(kind, name, tags, rate), out added);
        if (context == null)
            _worker.Telemetry.Refuse();
        else if (added)
            _worker.Wake();
        return context;
    }

    private void Enqueue(byte[]? line, bool isEvent)
    {
        if (line == null)
        {
            _worker?.Telemetry.Refuse();
            return;
        }
        _worker?.Enqueue(line, isEvent);
        OnRecorded();
    }

    // In a handler of the process's end that runs after ours there is nobody left to send it.
    private void OnRecorded()
    {
        if (ProcessEnd.IsNear && ProcessEnd.IsAfterOurs)
            SendLast();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SendLast()
    {
        if (_worker is { } worker)
            ProcessEnd.Wait(limit => worker.FinishEnd(limit, isCertain: true));
    }

    private bool IsNumber(double value)
    {
        if (double.IsFinite(value))
            return true;
        _worker?.Telemetry.Refuse();
        return false;
    }

    private static bool IsRecorded(ref double rate)
    {
        if (rate >= 1 || double.IsNaN(rate))
        {
            rate = 1;
            return true;
        }
        return rate > 0 && Random.Shared.NextDouble() < rate;
    }

    // Service, environment and version may change while the process runs.
    private LineEnd CurrentEnd()
    {
        var settings = _currentSettings();
        if (_end is { } end && ReferenceEquals(_endOf, settings))
            return end;
        end = LineEnd.ForClient(settings, _constantTags);
        _end = end;
        _endOf = settings;
        return end;
    }
}
