using DdRun.Instrumentation.Il;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace DdRun.Instrumentation.Weaving;

/// <summary>Tells the probes when an async state machine has come to its end: just before it tells its builder.</summary>
internal static class StateMachineEnd
{
    /// <param name="moveNext">The machine's step.</param>
    /// <param name="emit">Emits what is told, by how the exception gets on the stack.</param>
    /// <param name="code">Takes it.</param>
    public static bool Insert(MethodDefinition moveNext, Action<IlWriter, IlCode> emit, OriginalCode code)
    {
        var found = 0;
        foreach (var instruction in moveNext.Body.Instructions)
        {
            if (instruction.OpCode.FlowControl != FlowControl.Call || instruction.Operand is not MethodReference { HasThis: true } called)
                continue;
            if (called.Name == "SetResult" && called.Parameters.Count <= 1)
            {
                found |= 1;
                code.Insertions[instruction.Offset] = il => emit(il, IlCode.Ldnull);
            }
            else if (called.Name == "SetException" && called.Parameters.Count == 1)
            {
                found |= 2;
                code.Insertions[instruction.Offset] = il => emit(il, IlCode.Dup);
            }
        }
        return found != 0;
    }
}
