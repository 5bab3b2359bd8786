using DdRun.Instrumentation.Il;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace DdRun.Instrumentation.Weaving;

/// <summary>Tells the probes when an async state machine has come to its end: just before it tells its builder.</summary>
internal static class StateMachineEnd
{
    public static bool Insert(MethodDefinition moveNext, int site, OriginalCode code, ProbeMembers probes)
    {
        var found = 0;
        foreach (var instruction in moveNext.Body.Instructions)
        {
            if (instruction.OpCode.FlowControl != FlowControl.Call || instruction.Operand is not MethodReference { HasThis: true } called)
                continue;
            if (called.Name == "SetResult" && called.Parameters.Count <= 1)
            {
                found |= 1;
                code.Insertions[instruction.Offset] = il =>
                {
                    il.Op(IlCode.Ldnull);
                    il.Site(site);
                    il.Op(IlCode.Call, probes.CompletePending);
                };
            }
            else if (called.Name == "SetException" && called.Parameters.Count == 1)
            {
                found |= 2;
                code.Insertions[instruction.Offset] = il =>
                {
                    il.Op(IlCode.Dup);
                    il.Site(site);
                    il.Op(IlCode.Call, probes.CompletePending);
                };
            }
        }
        return found != 0;
    }
}
