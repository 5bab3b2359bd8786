using System.Reflection.Metadata;
using DdRun.Configuration;
using DdRun.Instrumentation.Capturing;
using DdRun.Instrumentation.Live.Channel;
using DdRun.Instrumentation.Live.Rendering;
using DdRun.Instrumentation.Matching;
using DdRun.Instrumentation.Metadata;
using DdRun.Json;
using DdRun.Probes.Live;
using DdRun.Tracing;

namespace DdRun.Instrumentation.Live.Observing;

/// <summary>Counts and times calls, and reports each method after each interval.</summary>
internal sealed class Monitoring : LiveObservation
{
    // How long the processor's counter has to be compared with the system's clock before a tick's length is known.
    private const int Comparing = 15, MostComparing = 10;

    private readonly double _tick;
    private readonly HashSet<LiveSite> _quiet = [];
    private readonly bool _isByProcessor;
    private long _next;
    private long _last;

    public Monitoring(int id, ObserveOptions options, Outbox outbox)
        : base(id, options, new LiveRequest { If = options.If, ReadsResult = options.If?.IsLate == true }, outbox)
    {
        _isByProcessor = Settings.Current.ProcessorClock && CanReadProcessor(out _tick);
        _last = Environment.TickCount64;
        _next = _last + options.Interval;
    }

    public override LiveSite Open(ModuleSource module, MethodDefinitionHandle method)
    {
        var name = MethodLabel.Of(module.Metadata, method).Text;
        var histogram = _isByProcessor ? new LatencyHistogram(true, _tick) : new LatencyHistogram();
        return Options.If?.IsLate == true ? new LiveSite { Method = name, Observer = new CountedMethod(histogram) } : new LiveSite { Method = name, Histogram = histogram };
    }

    public override void Tick(long now, bool isEnd)
    {
        foreach (var method in Methods)
            HistogramOf(method.Edit.Site).Collect();
        if (now < _next && !isEnd)
            return;
        var interval = now - _last;
        (_last, _next) = (now, now + Options.Interval);
        foreach (var method in Methods)
        {
            if (method.IsWoven)
                Report(method.Edit.Site, interval);
        }
        base.Tick(now, isEnd);
    }

    protected override void Prepare(Observed method) => (method.Edit.Site.Observer as CountedMethod)?.Prepare(method.Edit.Captures!);

    private static LatencyHistogram HistogramOf(LiveSite site) => site.Histogram ?? ((CountedMethod)site.Observer!).Histogram;

    private void Report(LiveSite site, long interval)
    {
        var summary = HistogramOf(site).Take();
        CountSeen(summary.Calls);
        if (summary.Calls > 0)
            _quiet.Remove(site);
        else if (!_quiet.Add(site))
            return; // That nothing calls it has been told.
        if (!Count())
            return;
        Send(Begin(new JsonWriter(), 0, site.Method).Member("intervalMs", interval).Member("calls", summary.Calls).Member("failed", summary.Failed)
            .Member("meanNs", summary.Mean).Member("p50Ns", summary.P50).Member("p95Ns", summary.P95).Member("p99Ns", summary.P99).Member("maxNs", summary.Longest).EndObject());
        Told();
    }

    // Two readings are most of what counting a call costs: it is worth a tenth of a second, once.
    private static bool CanReadProcessor(out double tick)
    {
        _ = ProcessorClock.Start();
        for (var i = 0; i < MostComparing; i++)
        {
            if (ProcessorClock.TryMeasure(out tick))
                return true;
            System.Threading.Thread.Sleep(Comparing);
        }
        return ProcessorClock.TryMeasure(out tick);
    }
}
