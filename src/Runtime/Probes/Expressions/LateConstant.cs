namespace DdRun.Probes.Expressions;

internal sealed class LateConstant(LateValue value) : LateNode
{
    public override LateValue Evaluate(in LateContext context) => value;
}
