using DdRun.Instrumentation.Il;
using DdRun.Instrumentation.Plans;
using DdRun.Instrumentation.Shapes;

namespace DdRun.Instrumentation.Weaving;

/// <summary>What happens between the body's return and the method's.</summary>
internal sealed class MethodEnding(MethodShape shape, MethodEdits edits, BodyBuilder builder, int scope, int result)
{
    private readonly ProbeMembers _probes = builder.Probes;
    private readonly IlWriter _il = builder.Il;

    public bool IsPending => shape.Return == ReturnKind.Pending;

    /// <summary>The span begins with the first step of an iteration.</summary>
    public bool BeginsLater => shape.Return is >= ReturnKind.Enumerable and <= ReturnKind.AsyncEnumerator;

    public bool IsObserved => edits.Captures is { NeedsState: true };

    public bool IsNeeded =>
        shape.Return is not (ReturnKind.Void or ReturnKind.Value) || edits.Captures is { HasExit: true } || (IsObserved && CanObserveResult);

    private bool CanObserveResult => shape is { Return: ReturnKind.Value, IsPlainValue: true } && edits.Captures is { ResultIsByRefLike: false };

    private bool WantsTaskResult => IsObserved || edits.Captures is { HasLate: true };

    public void Emit(List<WovenClause> clauses)
    {
        edits.Captures?.EmitExit(builder, scope, result, clauses);
        switch (shape.Return)
        {
            case ReturnKind.Task or ReturnKind.TaskOfT:
                _il.Local(IlCode.Ldloc, result);
                _il.Local(IlCode.Ldloca, scope);
                _il.Op(IlCode.Call, shape.Return == ReturnKind.TaskOfT && WantsTaskResult ? _probes.ExitTaskOf(new PlanBlob().Add(shape.Argument)) : _probes.ExitTask);
                break;
            case ReturnKind.ValueTask:
                Replace("ExitValueTask");
                break;
            case ReturnKind.ValueTaskOfT:
                Replace(WantsTaskResult ? "ExitValueTaskWithResult" : "ExitValueTask");
                break;
            case ReturnKind.Enumerable:
                Replace("WrapEnumerable");
                break;
            case ReturnKind.Enumerator:
                Replace("WrapEnumerator");
                break;
            case ReturnKind.EnumerableOfT:
                Replace("WrapEnumerableOf");
                break;
            case ReturnKind.EnumeratorOfT:
                Replace("WrapEnumeratorOf");
                break;
            case ReturnKind.AsyncEnumerable:
                Replace("WrapAsyncEnumerable");
                break;
            case ReturnKind.AsyncEnumerator:
                Replace("WrapAsyncEnumerator");
                break;
            case ReturnKind.Pending:
                _il.Local(IlCode.Ldloca, scope);
                _il.Op(IlCode.Call, _probes.ExitPending);
                break;
            case ReturnKind.Value when IsObserved && CanObserveResult:
                _il.Local(IlCode.Ldloc, result);
                _il.Local(IlCode.Ldloca, scope);
                _il.Op(IlCode.Call, _probes.Result(new PlanBlob().Add(shape.BareType)));
                break;
        }
    }

    private void Replace(string probe)
    {
        _il.Local(IlCode.Ldloc, result);
        _il.Local(IlCode.Ldloca, scope);
        _il.Op(IlCode.Call, _probes.Replace(probe, shape));
        _il.Local(IlCode.Stloc, result);
    }
}
