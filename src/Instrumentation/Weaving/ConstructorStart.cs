using DdRun.Instrumentation.Il;
using DdRun.Instrumentation.Plans;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace DdRun.Instrumentation.Weaving;

/// <summary>Finds where a constructor's own part begins: after its call of another constructor.</summary>
internal static class ConstructorStart
{
    /// <summary>Zero for anything but constructors of classes.</summary>
    public static Refusal? Find(MethodDefinition method, RawBody raw, out int start)
    {
        start = 0;
        if (!method.IsConstructor || method.IsStatic || method.DeclaringType.IsValueType)
            return null;
        var instructions = method.Body.Instructions;
        var found = -1;
        for (var i = 0; i < instructions.Count; i++)
        {
            if (!IsBaseCall(instructions[i], method.DeclaringType))
                continue;
            if (found >= 0)
                return Refusal.ManyBaseCalls;
            found = i;
        }
        if (found < 0 || found + 1 == instructions.Count)
            return Refusal.NoBaseCall;
        start = instructions[found + 1].Offset;
        foreach (var clause in raw.Clauses)
        {
            if (clause.TryStart < start && clause.TryEnd > instructions[found].Offset)
                return Refusal.ManyBaseCalls;
        }
        if (CrossesBack(instructions, start))
            return Refusal.BranchOverBaseCall;
        return StackDepth.IsEmptyAt(method, found + 1) ? null : Refusal.StackAtBaseCall;
    }

    private static bool IsBaseCall(Instruction instruction, TypeDefinition type)
    {
        // F# calls it by `callvirt`.
        if (instruction.OpCode.Code is not (Code.Call or Code.Callvirt) || instruction.Operand is not MethodReference { Name: ".ctor" } called)
            return false;
        var owner = called.DeclaringType.GetElementType();
        return Same(owner, type) || (type.BaseType is { } parent && Same(owner, parent.GetElementType()));
    }

    private static bool Same(TypeReference a, TypeReference b) => ReferenceEquals(a, b) || a.FullName == b.FullName;

    private static bool CrossesBack(Mono.Collections.Generic.Collection<Instruction> instructions, int start)
    {
        foreach (var instruction in instructions)
        {
            switch (instruction.Operand)
            {
                case Instruction target when Crosses(instruction, target, start):
                    return true;
                case Instruction[] targets:
                    foreach (var one in targets)
                    {
                        if (Crosses(instruction, one, start))
                            return true;
                    }
                    break;
            }
        }
        return false;
    }

    // To the start itself would lead around the beginning of the span.
    private static bool Crosses(Instruction from, Instruction to, int start) =>
        from.Offset < start ? to.Offset >= start : to.Offset < start;
}
