namespace DdRun.Instrumentation.Il;

/// <summary>Copies a body's instructions; only branches (to their long form) and returns change.</summary>
internal sealed class OriginalCode
{
    private readonly RawBody _raw;
    private readonly Dictionary<int, string>? _texts;
    private readonly LabelTable _starts;
    private readonly LabelTable _ends;
    private Dictionary<int, Action<IlWriter>>? _insertions;
    private Dictionary<int, Action<IlWriter>>? _gaps;
    private Dictionary<int, (int End, Action<IlWriter> Write)>? _replacements;

    /// <param name="raw">The body.</param>
    /// <param name="workspace">Where it is woven.</param>
    /// <param name="texts">Its instructions for people to read, by offset, when somebody wants to.</param>
    public OriginalCode(RawBody raw, Workspace workspace, Dictionary<int, string>? texts)
    {
        _raw = raw;
        _texts = texts;
        _starts = workspace.Starts;
        _ends = workspace.Ends;
    }

    /// <summary>What to write before the instruction at an offset; branches to it arrive before.</summary>
    public Dictionary<int, Action<IlWriter>> Insertions => _insertions ??= [];

    /// <summary>What to write between the end of what ends at an offset and the start of what starts there.</summary>
    public Dictionary<int, Action<IlWriter>> Gaps => _gaps ??= [];

    /// <summary>What to write in place of the instructions from an offset up to another, none of which but the first is branched to.</summary>
    public Dictionary<int, (int End, Action<IlWriter> Write)> Replacements => _replacements ??= [];

    public Label Start(int offset) => _starts.Get(offset);

    public Label End(int offset) => _ends.Get(offset);

    /// <summary>Copies from one offset up to another.</summary>
    public void Copy(IlWriter il, int from, int to, Action<IlWriter>? atReturn)
    {
        var instruction = new IlReader(_raw.Code, from);
        while (instruction.Next < to && instruction.Read())
            Copy(il, ref instruction, atReturn);
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

    private void Copy(IlWriter il, ref IlReader instruction, Action<IlWriter>? atReturn)
    {
        var offset = instruction.Offset;
        _ends.Mark(offset, il.Length);
        if (_gaps is not null && _gaps.TryGetValue(offset, out var gap))
            gap(il);
        _starts.Mark(offset, il.Length);
        il.Map.Add(offset);
        il.Map.Add(il.Length);
        if (_insertions is not null && _insertions.TryGetValue(offset, out var insertion))
            insertion(il);
        if (_replacements is not null && _replacements.TryGetValue(offset, out var replacement))
        {
            replacement.Write(il);
            while (instruction.Next < replacement.End && instruction.Read())
            {
            }
        }
        else if (instruction.BranchSize > 0)
        {
            il.Branch(Long(instruction.Code), Start(instruction.Target));
        }
        else if (instruction.Code == IlCode.Switch)
        {
            var targets = new Label[instruction.TargetCount];
            for (var i = 0; i < targets.Length; i++)
                targets[i] = Start(instruction.TargetAt(i));
            il.Switch(targets);
        }
        else if (instruction.Code == IlCode.Ret && atReturn is not null)
        {
            atReturn(il);
        }
        else
        {
            il.Raw(instruction.Bytes, _texts?[offset]);
        }
    }

    // br.s … blt.un.s are 0x2B … 0x37 and br … blt.un 0x38 … 0x44; leave.s is one after leave.
    private static IlCode Long(IlCode code) => (int)code switch
    {
        0xDE => IlCode.Leave,
        >= 0x2B and <= 0x37 => code + 0x0D,
        _ => code,
    };
}
