using System.Reflection.Metadata;
using DdRun.Instrumentation.Capturing;
using DdRun.Instrumentation.Live.Channel;
using DdRun.Instrumentation.Live.Rendering;
using DdRun.Instrumentation.Matching;
using DdRun.Instrumentation.Metadata;
using DdRun.Probes.Live;

namespace DdRun.Instrumentation.Live.Observing;

/// <summary>Counts and times calls, and reports each method after each interval.</summary>
internal sealed class Monitoring(int id, ObserveOptions options, Outbox outbox) : LiveObservation(id, options, new LiveRequest { If = options.If }, outbox)
{
    private readonly HashSet<LiveSite> _quiet = [];
    private long _next = Environment.TickCount64 + options.Interval;
    private long _last = Environment.TickCount64;

    public override LiveSite Open(ModuleSource module, MethodDefinitionHandle method) =>
        new() { Method = MethodLabel.Of(module.Metadata, method).Text, Histogram = new LatencyHistogram() };

    public override void Tick(long now, bool isEnd)
    {
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

    private void Report(LiveSite site, long interval)
    {
        var summary = site.Histogram!.Take();
        CountSeen(summary.Calls);
        if (summary.Calls > 0)
            _quiet.Remove(site);
        else if (!_quiet.Add(site))
            return; // That nothing calls it has been told.
        if (!Count())
            return;
        Send(Begin(new JsonText(), 0, site.Method).Member("intervalMs", interval).Member("calls", summary.Calls).Member("failed", summary.Failed)
            .Member("meanNs", summary.Mean).Member("p50Ns", summary.P50).Member("p95Ns", summary.P95).Member("p99Ns", summary.P99).Member("maxNs", summary.Longest).EndObject());
    }
}
