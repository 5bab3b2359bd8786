using DdRun.Instrumentation.Live.Rendering;
using DdRun.Json;

namespace DdRun.Instrumentation.Live.Observing;

/// <summary>The calls of one method that one other has made; a loop's are one.</summary>
internal sealed class TraceNode(CallTree tree, TraceNode? parent, string method)
{
    private List<TraceNode>? _children;
    private long _calls, _ended, _total, _least = long.MaxValue, _most;
    private string? _exception;

    public CallTree Tree => tree;
    public TraceNode? Parent => parent;

    /// <summary>A call begins that this one makes; null where the tree is as large as it gets, or over.</summary>
    public TraceNode? Begin(string callee)
    {
        lock (tree)
        {
            if (tree.IsOver)
                return null;
            foreach (var child in _children ?? [])
            {
                if (!ReferenceEquals(child.Method, callee))
                    continue;
                child._calls++;
                return child;
            }
            if (!tree.TryGrow())
                return null;
            var added = new TraceNode(tree, this, callee) { _calls = 1 };
            (_children ??= []).Add(added);
            return added;
        }
    }

    public string Method => method;

    /// <param name="elapsed">Nanoseconds.</param>
    /// <param name="fault">What left the call.</param>
    public void End(long elapsed, Exception? fault)
    {
        lock (tree)
        {
            _ended++;
            _total += elapsed;
            _least = Math.Min(_least, elapsed);
            _most = Math.Max(_most, elapsed);
            if (fault is not null)
                _exception = fault.GetType().FullName;
        }
    }

    /// <summary>To be called when the tree is over.</summary>
    public void Write(JsonWriter json)
    {
        lock (tree)
            WriteLocked(json);
    }

    private void WriteLocked(JsonWriter json)
    {
        var inside = 0L;
        foreach (var child in _children ?? [])
            inside += child._total;
        // Callees that ran side by side took longer together than their caller.
        json.BeginObject().Member("method", method).Member("calls", Math.Max(1, _calls)).Member("totalNs", _total).Member("selfNs", Math.Max(0, _total - inside));
        if (_ended > 1)
            json.Member("minNs", _least).Member("maxNs", _most);
        if (_ended < _calls)
            json.Member("running", _calls - _ended);
        if (_exception is not null)
            json.Member("exception", _exception);
        json.Name("children").BeginList();
        foreach (var child in _children ?? [])
            child.WriteLocked(json);
        json.EndList().EndObject();
    }
}
