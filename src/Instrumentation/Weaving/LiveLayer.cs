using DdRun.Instrumentation.Capturing;
using DdRun.Instrumentation.Il;
using DdRun.Instrumentation.Plans;
using DdRun.Instrumentation.Shapes;

namespace DdRun.Instrumentation.Weaving;

/// <summary>Tells an observation of a call.</summary>
/// <param name="captures">What is read of the call.</param>
/// <param name="shape">Of the method.</param>
/// <param name="isPending">Whether its state machine ends the call.</param>
/// <param name="builder">Of the method.</param>
/// <param name="probes">What is called.</param>
/// <param name="scope">The local with the call's scope.</param>
/// <param name="result">The local with the result; negative where there is none.</param>
internal sealed class LiveLayer(LiveCaptures captures, MethodShape shape, bool isPending, BodyBuilder builder, LiveMembers probes, int scope, int result) : CallLayer(builder, probes)
{
    private readonly LiveMembers _probes = probes;

    public override int Scope => scope;

    protected override bool HasEnding => shape.Return is ReturnKind.Task or ReturnKind.TaskOfT or ReturnKind.ValueTask or ReturnKind.ValueTaskOfT || IsIteration || isPending || ReadsResult;

    private bool IsIteration => shape.Return is >= ReturnKind.Enumerable and <= ReturnKind.AsyncEnumerator;

    private bool ReadsResult => result >= 0 && shape is { Return: not ReturnKind.Void, IsPlainValue: true } && captures.ReadsResult;

    protected override void EmitEnter(List<WovenClause> clauses)
    {
        captures.EmitEnter(Builder, _probes, scope, clauses);
        if (isPending)
            EmitPending(_probes.BeginPending);
    }

    protected override void EmitEnding(List<WovenClause> clauses)
    {
        if (isPending)
        {
            EmitPending(_probes.LeavePending);
            return;
        }
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
                EmitReplace("ExitValueTask");
                break;
            case ReturnKind.Enumerable:
                EmitReplace("WrapEnumerable");
                break;
            case ReturnKind.Enumerator:
                EmitReplace("WrapEnumerator");
                break;
            case ReturnKind.EnumerableOfT:
                EmitReplace("WrapEnumerableOf");
                break;
            case ReturnKind.EnumeratorOfT:
                EmitReplace("WrapEnumeratorOf");
                break;
            case ReturnKind.AsyncEnumerable:
                EmitReplace("WrapAsyncEnumerable");
                break;
            case ReturnKind.AsyncEnumerator:
                EmitReplace("WrapAsyncEnumerator");
                break;
            default:
                Il.Op(IlCode.Call, _probes.Result(new PlanBlob().Add(shape.BareType)));
                break;
        }
    }

    private void EmitReplace(string probe)
    {
        Il.Op(IlCode.Call, _probes.Replace(probe, shape));
        Il.Local(IlCode.Stloc, result);
    }

    private void EmitPending(PlanReference probe)
    {
        Il.Number(captures.Site.Number);
        Il.Local(IlCode.Ldloca, scope);
        Il.Op(IlCode.Call, probe);
    }
}
