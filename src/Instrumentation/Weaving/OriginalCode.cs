using System.Buffers.Binary;
using Mono.Cecil.Cil;

namespace DdRun.Instrumentation.Weaving;

/// <summary>Copies a body's instructions; only branches (to their long form) and returns change.</summary>
internal sealed class OriginalCode
{
    private readonly RawBody _raw;
    private readonly Mono.Collections.Generic.Collection<Instruction> _instructions;
    private readonly LabelTable _starts;
    private readonly LabelTable _ends;

    public OriginalCode(RawBody raw, MethodBody body)
    {
        _raw = raw;
        _instructions = body.Instructions;
        _starts = new LabelTable(raw.Code.Length);
        _ends = new LabelTable(raw.Code.Length);
    }

    /// <summary>What to write before the instruction at an offset; branches to it arrive before.</summary>
    public Dictionary<int, Action<IlWriter>> Insertions { get; } = [];

    /// <summary>What to write between the end of what ends at an offset and the start of what starts there.</summary>
    public Dictionary<int, Action<IlWriter>> Gaps { get; } = [];

    public Label Start(int offset) => _starts.Get(offset);

    public Label End(int offset) => _ends.Get(offset);

    /// <summary>Copies from one offset up to another.</summary>
    public void Copy(IlWriter il, int from, int to, Action<IlWriter>? atReturn)
    {
        for (var i = 0; i < _instructions.Count; i++)
        {
            var instruction = _instructions[i];
            if (instruction.Offset < from)
                continue;
            if (instruction.Offset >= to)
                break;
            Copy(il, instruction, i + 1 < _instructions.Count ? _instructions[i + 1].Offset : _raw.Code.Length, atReturn);
        }
        _ends.Mark(to, il.Length);
    }

    /// <summary>The original clauses, in their order.</summary>
    public void CopyClauses(List<WovenClause> clauses)
    {
        foreach (var clause in _raw.Clauses)
        {
            clauses.Add(new WovenClause(clause.Kind, Start(clause.TryStart), End(clause.TryEnd), Start(clause.HandlerStart), End(clause.HandlerEnd))
            {
                Token = clause.TokenOrFilter,
                Filter = clause.Kind == RawClause.Filter ? Start((int)clause.TokenOrFilter) : null,
            });
        }
    }

    private void Copy(IlWriter il, Instruction instruction, int next, Action<IlWriter>? atReturn)
    {
        var offset = instruction.Offset;
        _ends.Mark(offset, il.Length);
        if (Gaps.Count > 0 && Gaps.TryGetValue(offset, out var gap))
            gap(il);
        _starts.Mark(offset, il.Length);
        il.Map.Add((offset, il.Length));
        if (Insertions.Count > 0 && Insertions.TryGetValue(offset, out var insertion))
            insertion(il);
        switch (instruction.OpCode.OperandType)
        {
            case OperandType.ShortInlineBrTarget:
                il.Branch(Long(instruction.OpCode.Code, instruction.OpCode.Op2), Start(next + (sbyte)_raw.Code[next - 1]));
                break;
            case OperandType.InlineBrTarget:
                il.Branch((IlCode)instruction.OpCode.Op2, Start(next + BinaryPrimitives.ReadInt32LittleEndian(_raw.Code.AsSpan(next - 4))));
                break;
            case OperandType.InlineSwitch:
                var count = BinaryPrimitives.ReadInt32LittleEndian(_raw.Code.AsSpan(offset + 1));
                var targets = new Label[count];
                for (var i = 0; i < count; i++)
                    targets[i] = Start(next + BinaryPrimitives.ReadInt32LittleEndian(_raw.Code.AsSpan(offset + 5 + 4 * i)));
                il.Switch(targets);
                break;
            default:
                if (atReturn is not null && instruction.OpCode.Code == Code.Ret)
                    atReturn(il);
                else
                    il.Raw(_raw.Code.AsSpan(offset, next - offset), il.Listing is null ? null : Text(instruction));
                break;
        }
    }

    /// <summary>An instruction without its offset.</summary>
    public static string Text(Instruction instruction)
    {
        var text = instruction.ToString();
        return text[(text.IndexOf(':', StringComparison.Ordinal) + 2)..];
    }

    // br.s … blt.un.s are 0x2B … 0x37 and br … blt.un 0x38 … 0x44; leave.s is one after leave.
    private static IlCode Long(Code code, byte op) => code == Code.Leave_S ? IlCode.Leave : (IlCode)(op + 0x0D);
}
