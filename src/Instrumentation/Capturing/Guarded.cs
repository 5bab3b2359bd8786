using DdRun.Instrumentation.Il;
using DdRun.Instrumentation.Plans;

namespace DdRun.Instrumentation.Capturing;

/// <summary>Code of ours that may throw within the target's: what it throws ends there, after a probe was told.</summary>
internal static class Guarded
{
    /// <param name="il">Takes the code.</param>
    /// <param name="clauses">Takes the clause.</param>
    /// <param name="emit">Writes what may throw.</param>
    /// <param name="emitFilter">Writes the call of the probe, which finds the exception on the stack and answers whether it ends here.</param>
    public static void Emit(IlWriter il, List<WovenClause> clauses, Action emit, Action emitFilter)
    {
        Label start = new(), end = new(), handler = new(), handlerEnd = new(), next = new();
        il.Mark(start);
        emit();
        il.Branch(IlCode.Leave, next);
        il.Mark(end);
        emitFilter();
        il.Op(IlCode.Endfilter);
        il.Mark(handler);
        il.Op(IlCode.Pop);
        il.Branch(IlCode.Leave, next);
        il.Mark(handlerEnd);
        il.Mark(next);
        clauses.Add(new WovenClause(RawClause.Filter, start, end, handler, handlerEnd) { Filter = end });
    }
}
