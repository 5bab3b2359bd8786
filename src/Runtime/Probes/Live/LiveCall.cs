using DdRun.Probes.Expressions;

namespace DdRun.Probes.Live;

/// <summary>A call that is looked at, on the target's threads: what is told here is to be dealt with at once, and to throw nothing.</summary>
internal abstract class LiveCall(LiveSite site)
{
    /// <summary>The number that stands for <c>this</c> in arguments.</summary>
    public const int This = -1;

    public LiveSite Site => site;

    /// <summary>In <see cref="System.Diagnostics.Stopwatch"/> ticks.</summary>
    public long Started { get; set; }

    /// <summary>What leaves the method, or what its task has failed with.</summary>
    public Exception? Fault { get; set; }

    /// <summary>What expressions need of the call's beginning when it has ended.</summary>
    public LateValue[]? Kept { get; set; }

    /// <summary>The value of an argument, by its number, or of <see cref="This"/>, when the call begins.</summary>
    public virtual void Argument(int index, object? value, Type declared)
    {
    }

    /// <summary>An argument that cannot leave the stack: its first items.</summary>
    public virtual void Argument(int index, Array items, int count, Type declared)
    {
    }

    /// <summary>The value of an expression, by its number, when the call begins.</summary>
    public virtual void Value(int index, object? value, Type declared)
    {
    }

    /// <summary>What the method returns; of a task its result.</summary>
    public virtual void Result(object? value, Type declared)
    {
    }

    /// <summary>What the method's iterator has come to: its first items.</summary>
    public virtual void Items(Array head, int count, Type declared)
    {
    }

    /// <summary>The method returns while its task, or its iterator, goes on.</summary>
    public virtual void Leave()
    {
    }

    /// <summary>The call has ended.</summary>
    /// <param name="elapsed">Nanoseconds.</param>
    public abstract void End(long elapsed);
}
