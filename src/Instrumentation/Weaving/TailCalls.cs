using DdRun.Instrumentation.Capturing;
using DdRun.Instrumentation.Il;
using DdRun.Instrumentation.Plans;
using DdRun.Instrumentation.Shapes;
using Mono.Cecil;
using Mono.Cecil.Cil;
using MethodDefinition = Mono.Cecil.MethodDefinition;

namespace DdRun.Instrumentation.Weaving;

/// <summary>
/// The explicit tail calls of a method whose span ends before them. Inside a protected region there are none: the arguments wait in locals, the code leaves
/// the region, and the call is made where nothing is left to be done, so that it still takes the place of its caller on the stack.
/// </summary>
internal sealed class TailCalls
{
    private readonly List<TailCall> _calls = [];

    private TailCalls()
    {
    }

    public int Count => _calls.Count;

    /// <summary>Null where one of them is of a kind that cannot be made elsewhere.</summary>
    /// <param name="method">The method.</param>
    /// <param name="raw">Its code.</param>
    /// <param name="shape">How its calls come to their end.</param>
    /// <param name="encoder">Names the arguments' types.</param>
    /// <param name="builder">Where the arguments' locals are.</param>
    public static TailCalls? Plan(MethodDefinition method, RawBody raw, MethodShape shape, TypeEncoder encoder, BodyBuilder builder)
    {
        // What a span of these waits for would be in the hands of whoever is called.
        if (shape.Return > ReturnKind.ValueTaskOfT)
            return null;
        var calls = new TailCalls();
        var operands = new Dictionary<int, object>();
        foreach (var instruction in method.Body.Instructions)
        {
            if (instruction.Operand is IMethodSignature or TypeReference)
                operands.Add(instruction.Offset, instruction.Operand);
        }
        var il = new IlReader(raw.Code);
        var (start, isTail, constraint) = (-1, false, default(TypeReference));
        while (il.Read())
        {
            if (IsPrefix(il.Code))
            {
                start = start < 0 ? il.Offset : start;
                isTail |= il.Code == IlCode.Tail;
                if (il.Code == IlCode.Constrained)
                    constraint = (TypeReference)operands[il.Offset];
                continue;
            }
            if (isTail)
            {
                if (il.Code is not (IlCode.Call or IlCode.Callvirt) || operands[il.Offset] is not MethodReference called || called.CallingConvention == MethodCallingConvention.VarArg
                    || !IsReturn(raw.Code, il.Next))
                    return null;
                calls._calls.Add(new(start, il.Next, Locals(called, constraint, encoder, builder)));
            }
            (start, isTail, constraint) = (-1, false, null);
        }
        return calls;
    }

    /// <summary>Has the code leave for them where it makes them.</summary>
    public void ReplaceIn(OriginalCode original)
    {
        foreach (var call in _calls)
        {
            original.Replacements.Add(call.Start, (call.End, il =>
            {
                for (var i = call.Locals.Length - 1; i >= 0; i--)
                    il.Local(IlCode.Stloc, call.Locals[i]);
                il.Branch(IlCode.Leave, call.Outside);
            }
            ));
        }
    }

    /// <summary>Makes them, behind everything else.</summary>
    public void Emit(IlWriter il, RawBody raw)
    {
        foreach (var call in _calls)
        {
            il.Mark(call.Outside);
            foreach (var local in call.Locals)
                il.Local(IlCode.Ldloc, local);
            il.Raw(raw.Code.AsSpan(call.Start, call.End - call.Start), "tail call");
            il.Op(IlCode.Ret);
        }
    }

    private static int[] Locals(MethodReference called, TypeReference? constraint, TypeEncoder encoder, BodyBuilder builder)
    {
        var types = new List<TypeReference>();
        if (called.HasThis && !called.ExplicitThis)
        {
            if (constraint is not null)
                types.Add(new ByReferenceType(constraint));
            else
                types.Add(TypeEncoder.IsValueType(called.DeclaringType) ? new ByReferenceType(called.DeclaringType) : called.DeclaringType);
        }
        foreach (var parameter in called.Parameters)
            types.Add(GenericTypes.Substitute(parameter.ParameterType, called.DeclaringType, called as GenericInstanceMethod));
        var locals = new int[types.Count];
        for (var i = 0; i < locals.Length; i++)
            locals[i] = builder.AddLocal(encoder.Encode(types[i]));
        return locals;
    }

    private static bool IsReturn(byte[] code, int at) => at < code.Length && code[at] == (byte)IlCode.Ret;

    private static bool IsPrefix(IlCode code) => code is IlCode.Tail or IlCode.Constrained or IlCode.Unaligned or IlCode.Volatile or IlCode.No or IlCode.Readonly;

    private sealed record TailCall(int Start, int End, int[] Locals)
    {
        public Label Outside { get; } = new();
    }
}
