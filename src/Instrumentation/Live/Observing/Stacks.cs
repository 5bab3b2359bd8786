using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection.Metadata;
using DdRun.Instrumentation.Capturing;
using DdRun.Instrumentation.Live.Channel;
using DdRun.Instrumentation.Live.Rendering;
using DdRun.Instrumentation.Matching;
using DdRun.Instrumentation.Metadata;
using DdRun.Json;
using DdRun.Probes.Expressions;
using DdRun.Probes.Live;

namespace DdRun.Instrumentation.Live.Observing;

/// <summary>Counts by which ways calls come. Each way is written once, by the thread that comes it first; then it is only counted.</summary>
internal sealed class Stacks(int id, ObserveOptions options, Outbox outbox) : LiveObservation(id, options, new LiveRequest { If = options.If, ReadsResult = options.If?.IsLate == true }, outbox)
{
    private const int MostWays = 1000, MostFrames = 100;

    private readonly ConcurrentDictionary<long, Way> _ways = new();
    private bool _isChanged;

    public override LiveSite Open(ModuleSource module, MethodDefinitionHandle method) => new() { Method = MethodLabel.Of(module.Metadata, method).Text, Observer = new Method(this) };

    public override void Tick(long now, bool isEnd)
    {
        if (Volatile.Read(ref _isChanged) && (now >= NextSecond || isEnd))
        {
            Volatile.Write(ref _isChanged, false);
            Report();
        }
        base.Tick(now, isEnd);
    }

    protected override void Prepare(Observed method) => ((Method)method.Edit.Site.Observer!).Prepare(method.Edit.Captures!);

    private Way? Find()
    {
        // The frames of our own probes come first.
        var trace = new StackTrace(false);
        var first = 0;
        while (first < trace.FrameCount && trace.GetFrame(first)?.GetMethod() is { } own && IsOwn(own))
            first++;
        var key = 17L;
        for (var i = first; i < Math.Min(trace.FrameCount, first + MostFrames); i++)
        {
            var frame = trace.GetFrame(i)!;
            key = key * 31 + (frame.GetMethod() is { } method ? KeyOf(method) : 0);
            key = key * 31 + frame.GetILOffset();
        }
        if (_ways.TryGetValue(key, out var known))
            return known;
        return _ways.Count >= MostWays ? null : _ways.GetOrAdd(key, new Way(FrameTexts.Of(new StackTrace(true), MostFrames)));
    }

    // One that was compiled at run time, as the delegate of an endpoint is, has neither a type nor a handle.
    private static long KeyOf(System.Reflection.MethodBase method) =>
        method.DeclaringType is null ? method.Name.GetHashCode(StringComparison.Ordinal) : method.MethodHandle.Value;

    private static bool IsOwn(System.Reflection.MethodBase method) => method.DeclaringType?.Namespace?.StartsWith("DdRun.", StringComparison.Ordinal) == true;

    private void Add(Way? way)
    {
        if (way is null || !Count())
            return;
        Interlocked.Increment(ref way.Count);
        Volatile.Write(ref _isChanged, true);
        Told();
    }

    private void Report()
    {
        var json = new JsonWriter().BeginObject().Member("type", "event").Member("id", Id).Member("kind", "stacks").Name("stacks").BeginList();
        foreach (var way in _ways.Values.OrderByDescending(static way => Volatile.Read(ref way.Count)))
        {
            var count = Volatile.Read(ref way.Count);
            if (count == 0 || json.Length > 16 * JsonLength.Enough)
                continue;
            json.BeginObject().Member("count", count).Name("frames").BeginList();
            foreach (var frame in way.Frames)
                json.Value(frame);
            json.EndList().EndObject();
        }
        Send(json.EndList().EndObject());
    }

    private sealed class Way(string[] frames)
    {
        public readonly string[] Frames = frames;
        public long Count;
    }

    private sealed class Method(Stacks stacks) : LiveObserver
    {
        private LateNode? _condition;

        public void Prepare(LiveCaptures captures) => _condition = captures.LateCondition is { } words ? LateReader.Read(words) : null;

        public override LiveCall? Begin(LiveSite site)
        {
            if (!stacks.See(isCounted: _condition is null))
                return null;
            var way = stacks.Find();
            if (_condition is not null)
                return new Call(site, stacks, way, _condition);
            stacks.Add(way);
            return null;
        }
    }

    // A call whose condition is known when it has ended.
    private sealed class Call(LiveSite site, Stacks stacks, Way? way, LateNode condition) : LiveCall(site)
    {
        private object? _result;
        private Type? _resultType;

        public override void Result(object? value, Type declared) => (_result, _resultType) = (value, declared);

        public override void End(long elapsed)
        {
            var context = new LateContext { Elapsed = elapsed, HasFailed = Fault is not null, Fault = Fault, Kept = Kept, Result = _result, ResultType = Fault is null ? _resultType : null };
            if (Holds(condition, context) && stacks.See(isCounted: true))
                stacks.Add(way);
        }
    }
}
