namespace DdRun.Probes.Expressions;

/// <summary>What the woven code kept when the call began.</summary>
internal sealed class LateKept(int slot) : LateNode
{
    public override LateValue Evaluate(in LateContext context) => context.Kept is { } kept ? kept[slot] : LateValue.Missing;
}
