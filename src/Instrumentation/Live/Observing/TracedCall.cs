using DdRun.Instrumentation.Live.Rendering;
using DdRun.Json;
using DdRun.Probes.Expressions;
using DdRun.Probes.Live;

namespace DdRun.Instrumentation.Live.Observing;

/// <summary>A call in a tree. It is the current one of its flow until the method returns; that of a task goes on in the task's own flow.</summary>
internal sealed class TracedCall : LiveCall
{
    private readonly TracedMethod _method;
    private readonly TraceNode _node;
    private readonly TraceNode? _outer;
    private object? _result;
    private Type? _resultType;
    private bool _hasLeft;

    public TracedCall(LiveSite site, TracedMethod method, TraceNode node, TraceNode? outer)
        : base(site)
    {
        (_method, _node, _outer) = (method, node, outer);
        method.Trace.Current = node;
    }

    public override void Result(object? value, Type declared) => (_result, _resultType) = (value, declared);

    public override void Leave()
    {
        _hasLeft = true;
        _method.Trace.Current = _outer;
    }

    public override void End(long elapsed)
    {
        if (!_hasLeft)
            _method.Trace.Current = _outer;
        _node.End(elapsed, Fault);
        if (_node.Parent is null)
            Tell(elapsed);
    }

    private void Tell(long elapsed)
    {
        _node.Tree.End();
        var trace = _method.Trace;
        if (_method.Condition is { } condition)
        {
            var context = new LateContext { Elapsed = elapsed, HasFailed = Fault is not null, Fault = Fault, Kept = Kept, Result = _result, ResultType = Fault is null ? _resultType : null };
            if (!LiveObservation.Holds(condition, context) || !trace.See(isCounted: true))
                return;
        }
        if (elapsed < trace.Options.Shortest || !trace.Count())
            return;
        try
        {
            var json = trace.Begin(new JsonWriter(), elapsed, _node.Method);
            LiveObservation.Thread(json);
            json.Member("durationNs", elapsed);
            if (Fault is { } fault)
                LiveObservation.Exception(json, fault);
            _node.Write(json.Name("tree"));
            trace.Send(json.EndObject());
        }
        finally
        {
            trace.Told();
        }
    }
}
