using Mono.Cecil;
using Mono.Cecil.Cil;

namespace DdRun.Instrumentation.Il;

/// <summary>Follows the evaluation stack's depth along the code.</summary>
internal static class StackDepth
{
    public static bool IsEmptyAt(MethodDefinition method, int index)
    {
        var instructions = method.Body.Instructions;
        var atTargets = new Dictionary<int, int>();
        var depth = 0;
        for (var i = 0; i < index; i++)
        {
            var instruction = instructions[i];
            if (atTargets.TryGetValue(instruction.Offset, out var known))
                depth = known;
            if (instruction.OpCode.StackBehaviourPop == StackBehaviour.PopAll)
                depth = 0;
            else
                depth += Change(instruction);
            if (instruction.Operand is Instruction target)
                atTargets[target.Offset] = depth;
            else if (instruction.Operand is Instruction[] targets)
            {
                foreach (var one in targets)
                    atTargets[one.Offset] = depth;
            }
        }
        return atTargets.TryGetValue(instructions[index].Offset, out var last) ? last == 0 : depth == 0;
    }

    private static int Change(Instruction instruction)
    {
        var code = instruction.OpCode;
        if (code.FlowControl == FlowControl.Call && instruction.Operand is IMethodSignature called)
        {
            var change = -called.Parameters.Count;
            if (called.HasThis && !called.ExplicitThis && code.Code != Code.Newobj)
                change--;
            if (code.Code == Code.Calli)
                change--;
            return code.Code == Code.Newobj || BareType.Of(called.ReturnType).MetadataType != MetadataType.Void ? change + 1 : change;
        }
        return Pushed(code.StackBehaviourPush) - Popped(code.StackBehaviourPop);
    }

    private static int Pushed(StackBehaviour behaviour) => behaviour switch
    {
        StackBehaviour.Push0 => 0,
        StackBehaviour.Push1_push1 => 2,
        _ => 1,
    };

    private static int Popped(StackBehaviour behaviour) => behaviour switch
    {
        StackBehaviour.Pop0 => 0,
        StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref => 1,
        StackBehaviour.Pop1_pop1 or StackBehaviour.Popi_pop1 or StackBehaviour.Popi_popi or StackBehaviour.Popi_popi8 or StackBehaviour.Popi_popr4
            or StackBehaviour.Popi_popr8 or StackBehaviour.Popref_pop1 or StackBehaviour.Popref_popi => 2,
        _ => 3,
    };
}
