using DdRun.Instrumentation.Il;
using DdRun.Instrumentation.Plans;

namespace DdRun.Instrumentation.Weaving;

/// <summary>What makes weaving impossible and can be told by the instructions alone: tail calls, jumps, code that leads out of its body.</summary>
internal static class RefusedCode
{
    /// <summary>Why the code is left as it is, or null.</summary>
    /// <param name="body">The method's body.</param>
    /// <param name="isTraced">Whether all of it is to run in a protected region, for a span.</param>
    /// <param name="mayTailCall">Whether the span may end before a tail call.</param>
    /// <param name="hasVarArgs">Whether the method takes a variable argument list.</param>
    public static Refusal? Find(RawBody body, bool isTraced, bool mayTailCall, bool hasVarArgs)
    {
        if (isTraced && hasVarArgs)
            return Refusal.VarArgs;
        var il = new IlReader(body.Code);
        while (il.Read())
        {
            if (isTraced && !mayTailCall && il.Code == IlCode.Tail)
                return Refusal.TailCall;
            if (isTraced && il.Code == IlCode.Jmp)
                return Refusal.Jump;
            if (!LeadsInside(il, body.Code.Length))
                return Refusal.Unreadable;
        }
        return il.IsAtEnd ? null : Refusal.Unreadable;
    }

    public static bool HasTailCalls(RawBody body)
    {
        var il = new IlReader(body.Code);
        while (il.Read())
        {
            if (il.Code == IlCode.Tail)
                return true;
        }
        return false;
    }

    private static bool LeadsInside(IlReader instruction, int length)
    {
        if (instruction.BranchSize > 0)
            return (uint)instruction.Target < (uint)length;
        if (instruction.Code == IlCode.Switch)
        {
            for (var i = 0; i < instruction.TargetCount; i++)
            {
                if ((uint)instruction.TargetAt(i) >= (uint)length)
                    return false;
            }
        }
        return true;
    }
}
