using DdRun.Instrumentation.Il;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace DdRun.Instrumentation.Weaving;

/// <summary>
/// Lets a span of a <c>using</c> statement see the exception that leaves the statement: the <c>try</c> block gets a filter that handles nothing.
/// </summary>
internal static class UsingFilters
{
    private const string SpanType = "DdRun.Span";

    /// <summary>Cheap: whether reading the body closer is worth it.</summary>
    public static bool MayApply(ReadOnlySpan<byte> body) =>
        // Only bodies with a fat header and exception sections can hold a `finally`.
        body.Length >= 12 && (body[0] & 3) == 3 && (body[0] & 8) != 0 && RawBody.Read(body) is { } raw && Array.Exists(raw.Clauses, static clause => clause.Kind == RawClause.Finally);

    public static bool Applies(MethodDefinition method)
    {
        foreach (var handler in method.Body.ExceptionHandlers)
        {
            if (handler.HandlerType == ExceptionHandlerType.Finally && handler.TryEnd == handler.HandlerStart &&
                FindDisposed(method, handler.HandlerStart.Offset, handler.HandlerEnd?.Offset ?? method.Body.CodeSize) is not null)
                return true;
        }
        return false;
    }

    /// <summary>The new clauses; each belongs before the original clause of the same index.</summary>
    public static List<WovenClause> Insert(MethodDefinition method, RawBody raw, OriginalCode code, ProbeMembers probes)
    {
        var inserted = new List<WovenClause>();
        foreach (var clause in raw.Clauses)
        {
            if (clause.Kind != RawClause.Finally || clause.TryEnd != clause.HandlerStart || code.Gaps.ContainsKey(clause.TryEnd) ||
                FindDisposed(method, clause.HandlerStart, clause.HandlerEnd) is not { } load)
                continue;
            Label handler = new(), handlerEnd = new();
            code.Gaps[clause.TryEnd] = il =>
            {
                foreach (var instruction in load)
                    il.Raw(raw.Code.AsSpan(instruction.Offset, instruction.GetSize()));
                il.Op(IlCode.Call, probes.UsingFault);
                il.Op(IlCode.Endfilter);
                il.Mark(handler);
                il.Op(IlCode.Pop);
                // Never reached: the filter handles nothing.
                il.Op(IlCode.Rethrow);
                il.Mark(handlerEnd);
            };
            inserted.Add(new WovenClause(RawClause.Filter, code.Start(clause.TryStart), code.End(clause.TryEnd), handler, handlerEnd)
            {
                Filter = code.End(clause.TryEnd),
            });
        }
        return inserted;
    }

    /// <summary>Original clauses with each inserted one before the clause it shares its block with, whose block then covers it.</summary>
    public static void Merge(List<WovenClause> original, List<WovenClause> inserted, List<WovenClause> all)
    {
        foreach (var clause in original)
        {
            var filter = clause.Kind == RawClause.Finally ? inserted.Find(one => one.TryStart == clause.TryStart && one.TryEnd == clause.TryEnd) : null;
            if (filter is null)
            {
                all.Add(clause);
                continue;
            }
            all.Add(filter);
            all.Add(clause with { TryEnd = filter.HandlerEnd });
        }
    }

    // span local:  ldloc x; brfalse; ldloc x; callvirt Dispose
    // state field: ldarg.0; ldfld x; brfalse; ldarg.0; ldfld x; callvirt Dispose
    private static Instruction[]? FindDisposed(MethodDefinition method, int start, int end)
    {
        for (var instruction = At(method, start); instruction is not null && instruction.Offset < end; instruction = instruction.Next)
        {
            if (instruction.OpCode.FlowControl != FlowControl.Call || instruction.Operand is not MethodReference { Name: "Dispose", Parameters.Count: 0 })
                continue;
            var load = instruction.Previous;
            if (load is null)
                return null;
            if (load.Operand is FieldReference field && IsSpan(field.FieldType) && load.OpCode.Code == Code.Ldfld && load.Previous?.OpCode.Code == Code.Ldarg_0)
                return [load.Previous, load];
            if (LocalOf(method, load) is { } local && IsSpan(local.VariableType))
                return [load];
        }
        return null;
    }

    private static bool IsSpan(TypeReference type) => BareType.Of(type).FullName == SpanType;

    private static VariableDefinition? LocalOf(MethodDefinition method, Instruction load) => load.OpCode.Code switch
    {
        Code.Ldloc_0 => method.Body.Variables[0],
        Code.Ldloc_1 => method.Body.Variables[1],
        Code.Ldloc_2 => method.Body.Variables[2],
        Code.Ldloc_3 => method.Body.Variables[3],
        Code.Ldloc or Code.Ldloc_S => load.Operand as VariableDefinition,
        _ => null,
    };

    private static Instruction? At(MethodDefinition method, int offset)
    {
        var instructions = method.Body.Instructions;
        int low = 0, high = instructions.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (instructions[middle].Offset == offset)
                return instructions[middle];
            if (instructions[middle].Offset < offset)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return null;
    }
}
