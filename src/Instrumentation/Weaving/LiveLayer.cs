using DdRun.Instrumentation.Capturing;
using DdRun.Instrumentation.Il;
using DdRun.Instrumentation.Plans;
using DdRun.Instrumentation.Shapes;

namespace DdRun.Instrumentation.Weaving;

/// <summary>Tells an observation of a call.</summary>
internal sealed class LiveLayer(LiveCaptures captures, MethodShape shape, BodyBuilder builder, LiveMembers probes, int scope, int result) : CallLayer(builder, probes)
{
    private readonly LiveMembers _probes = probes;

    public override int Scope => scope;

    protected override bool HasEnding => shape.Return is ReturnKind.Task or ReturnKind.TaskOfT or ReturnKind.ValueTask or ReturnKind.ValueTaskOfT || IsIteration || ReadsResult;

    // Others of its kind are rare, and end when the method returns.
    private bool IsIteration => shape.Return is ReturnKind.EnumerableOfT or ReturnKind.AsyncEnumerable;

    private bool ReadsResult => result >= 0 && shape is { Return: not ReturnKind.Void, IsPlainValue: true } && captures.ReadsResult;

    protected override void EmitEnter(List<WovenClause> clauses) => captures.EmitEnter(Builder, _probes, scope, clauses);

    protected override void EmitEnding(List<WovenClause> clauses)
    {
        Il.Local(IlCode.Ldloc, result);
        Il.Local(IlCode.Ldloca, scope);
        switch (shape.Return)
        {
            case ReturnKind.Task:
                Il.Op(IlCode.Call, _probes.ExitTask);
                break;
            case ReturnKind.TaskOfT:
                Il.Op(IlCode.Call, _probes.ExitTaskOf(new PlanBlob().Add(shape.Argument)));
                break;
            case ReturnKind.ValueTask or ReturnKind.ValueTaskOfT:
                Il.Op(IlCode.Call, _probes.Replace("ExitValueTask", shape));
                Il.Local(IlCode.Stloc, result);
                break;
            case ReturnKind.EnumerableOfT:
                Il.Op(IlCode.Call, _probes.Replace("WrapEnumerableOf", shape));
                Il.Local(IlCode.Stloc, result);
                break;
            case ReturnKind.AsyncEnumerable:
                Il.Op(IlCode.Call, _probes.Replace("WrapAsyncEnumerable", shape));
                Il.Local(IlCode.Stloc, result);
                break;
            default:
                Il.Op(IlCode.Call, _probes.Result(new PlanBlob().Add(shape.BareType)));
                break;
        }
    }
}
