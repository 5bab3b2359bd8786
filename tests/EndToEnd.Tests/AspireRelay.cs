using System.Globalization;
using System.Net.Http.Headers;
using DdRun.Testing.Otlp;
using DdRun.Testing.Services;

namespace DdRun.EndToEnd.Tests;

/// <summary>A receiver of ours that hands everything on to a real Aspire dashboard: what was sent, and what became of it there.</summary>
internal sealed class AspireRelay : IAsyncDisposable
{
    private const string Tools = "DD_RUN_ASPIRE";

    // The dashboard keeps times in steps of 100 ns.
    private const ulong Tick = 100;

    private readonly AspireDashboard _dashboard;
    private readonly HttpClient _forward;
    private readonly List<string> _refusals = [];

    private AspireRelay(AspireDashboard dashboard, OtlpReceiver receiver)
    {
        _dashboard = dashboard;
        Receiver = receiver;
        _forward = new HttpClient { BaseAddress = dashboard.Otlp };
        receiver.Script = Forward;
    }

    public OtlpReceiver Receiver { get; }

    /// <summary>The dashboard's.</summary>
    public Uri Page => _dashboard.Page;

    public static async Task<AspireRelay> Start() => new(
        await AspireDashboard.Start(AppContext.GetData(Tools) as string ?? throw new InvalidOperationException(Tools)), await OtlpReceiver.Start());

    /// <summary>Everything that was sent is there, as the dashboard tells it, and none of it was refused.</summary>
    public async Task AssertShown()
    {
        var (spans, logs) = (Receiver.Spans.Items, Receiver.Logs.Items);
        lock (_refusals)
            Assert.Empty(_refusals);
        using var api = new HttpClient { BaseAddress = Page };
        var shown = OtlpJson.SpansOf(await api.GetByteArrayAsync(new Uri("/api/telemetry/spans?limit=5000", UriKind.Relative))).ToDictionary(span => span.SpanId);
        Assert.Equal(spans.Select(span => span.SpanId).Order(), shown.Keys.Order());
        foreach (var span in spans)
        {
            var there = shown[span.SpanId];
            Assert.Equal(
                (span.TraceId, span.ParentId, span.Name, span.Kind, span.Start / Tick, span.End / Tick, span.StatusCode, span.StatusMessage, span.Service, span.ScopeName),
                (there.TraceId, there.ParentId, there.Name, there.Kind, there.Start / Tick, there.End / Tick, there.StatusCode, there.StatusMessage, there.Service, there.ScopeName));
            Assert.Equal(Texts(span.Attributes), Texts(there.Attributes));
            Assert.Equal(span.Events.Select(e => (e.Name, e.Time / Tick)), there.Events.Select(e => (e.Name, e.Time / Tick)));
            Assert.Equal(span.Events.SelectMany(e => Texts(e.Attributes)), there.Events.SelectMany(e => Texts(e.Attributes)));
        }
        var records = OtlpJson.LogsOf(await api.GetByteArrayAsync(new Uri("/api/telemetry/logs?limit=5000", UriKind.Relative)));
        Assert.Equal(
            logs.Select(log => (log.TraceId, log.SpanId, log.SeverityNumber, log.Body, log.Time / Tick)).Order(),
            records.Select(log => (log.TraceId, log.SpanId, log.SeverityNumber, log.Body, log.Time / Tick)).Order());
    }

    /// <summary>Attributes as the dashboard keeps them: as text. What it adds it finds out itself.</summary>
    public static List<(string, string?)> Texts(Dictionary<string, object?> attributes) =>
        [.. attributes.Where(pair => !pair.Key.StartsWith("aspire.", StringComparison.Ordinal)).Select(pair => (pair.Key, Convert.ToString(pair.Value, CultureInfo.InvariantCulture))).OrderBy(pair => pair.Key, StringComparer.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        await Receiver.DisposeAsync();
        _forward.Dispose();
        _dashboard.Dispose();
    }

    private AgentAnswer? Forward(AgentRequest request)
    {
        using var content = new ByteArrayContent(request.Body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.Headers["Content-Type"]);
        using var answer = _forward.PostAsync(new Uri(request.Path, UriKind.Relative), content).GetAwaiter().GetResult();
        var body = answer.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult();
        // Nothing, or a partial success with nothing in it.
        if (!answer.IsSuccessStatusCode || body.Length > 2)
        {
            lock (_refusals)
                _refusals.Add($"{request.Path}: {answer.StatusCode} {Convert.ToHexString(body)}");
        }
        return null;
    }
}
