namespace DdRun.Probes.Expressions;

/// <summary>A part of an expression that is evaluated when a call ends.</summary>
internal abstract class LateNode
{
    public abstract LateValue Evaluate(in LateContext context);
}
