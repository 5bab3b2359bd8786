using DdRun.Sampling;

namespace DdRun.Tracing;

/// <summary>
/// A trace that is left out while more is made than can be sent: it has a root, for what goes to other processes, and counts its children in place
/// of those that start.
/// </summary>
internal partial class LocalRoot
{
    // So many are counted here before they are counted where all threads do.
    private const int CountedAtOnce = 4096;

    /// <summary>Neither the span nor its children are sent, unless somebody decides by hand to keep them. Before anybody else knows it.</summary>
    public void LeaveOut()
    {
        _decision = SamplingDecision.LeftOut;
        MarkLeftOut();
    }

    /// <summary>Whether one more span of a trace that has very many is left out: in the same proportion as traces are.</summary>
    public bool LeavesNextChildOut(int most) => Volatile.Read(ref _started) >= most && Snapshot.Tracer.Shedding.LeavesNextOut();

    /// <summary>What is handed out for a child that is left out. It has finished already, and has the root's id: other processes hang on the root.</summary>
    public Span LeaveChildOut()
    {
        CountChildLeftOut();
        var details = EnsureDetails();
        return details.ChildLeftOut ??= new ChildSpan(this);
    }

    public void CountChildLeftOut()
    {
        if (!IsLeftOut)
            Snapshot.Tracer.Shedding.Count(1, 0);
        else if (Interlocked.Increment(ref _started) >= CountedAtOnce)
            Snapshot.Tracer.Shedding.Count(Interlocked.Exchange(ref _started, 0), 0);
    }

    private void TakeBackIn()
    {
        Snapshot.Tracer.Shedding.Count(Interlocked.Exchange(ref _started, 0), 0);
        TakeLeftOutBack();
    }

    private void EndLeftOut()
    {
        var children = Interlocked.Exchange(ref _started, 0);
        var counted = Snapshot.Tracer.Shedding.CountsRoots;
        Snapshot.Tracer.Shedding.Count(children + (counted ? 0 : 1), counted ? 0 : 1);
        if (counted)
            Snapshot.Tracer.Writer.Write(this, this, 1, Weight);
    }
}
