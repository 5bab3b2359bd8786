using Mono.Cecil;
using Mono.Cecil.Cil;

namespace DdRun.Instrumentation.Weaving;

/// <summary>Plans the new body of one method. The layout: "How a method is woven" in docs/architecture.md.</summary>
internal sealed class MethodWeaver
{
    private const int AddedStack = 8;

    private readonly MethodDefinition _method;
    private readonly MethodShape _shape;
    private readonly MethodEdits _edits;
    private readonly RawBody _raw;
    private readonly OriginalCode _original;
    private readonly BodyBuilder _builder;
    private readonly ProbeMembers _probes;
    private readonly IlWriter _il;
    private int _scope;
    private int _result = -1;

    public MethodWeaver(MethodDefinition method, MethodShape shape, RawBody raw, byte[] locals, MethodEdits edits, PlanItems items, ProbeMembers probes)
    {
        (_method, _shape, _raw, _edits, _probes) = (method, shape, raw, edits, probes);
        _original = new OriginalCode(raw, method.Body);
        _builder = new BodyBuilder(items, probes, locals);
        _il = _builder.Il;
        if (edits.WantsListing)
            (_il.Listing, _il.Describe) = ([], items.Describe);
    }

    public PlanMethod? Weave(out Refusal? refusal)
    {
        refusal = null;
        if (_edits.CompletedSite >= 0 && !StateMachineEnd.Insert(_method, _edits.CompletedSite, _original, _probes))
        {
            refusal = Refusal.NoStateMachine;
            return null;
        }
        var clauses = _edits.WatchesUsing ? UsingFilters.Insert(_method, _raw, _original, _probes) : [];
        if (_edits.Site >= 0)
        {
            var start = 0;
            refusal = Check(_method, _shape) ?? ConstructorStart.Find(_method, _raw, out start);
            if (refusal is not null)
                return null;
            Wrap(start, clauses);
        }
        else
        {
            _original.Copy(_il, 0, _raw.Code.Length, null);
            AddOriginalClauses(clauses);
        }
        return _builder.Build(_method.MetadataToken.ToUInt32(), _raw.MaxStack + AddedStack, _raw.InitLocals);
    }

    /// <summary>What makes weaving impossible and can be told without the code's details.</summary>
    public static Refusal? Check(MethodDefinition method, MethodShape shape)
    {
        if (shape.HasVarArgs)
            return Refusal.VarArgs;
        foreach (var instruction in method.Body.Instructions)
        {
            switch (instruction.OpCode.Code)
            {
                case Code.Tail:
                    return Refusal.TailCall;
                case Code.Jmp:
                    return Refusal.Jump;
            }
        }
        return null;
    }

    private void Wrap(int start, List<WovenClause> inserted)
    {
        Label body = new(), bodyEnd = new(), outerEnd = new(), handler = new(), handlerEnd = new(), finallyEnd = new(), returned = new(), exit = new();
        _scope = _builder.AddLocal(new PlanBlob().Add(SignatureReader.ValueType).Type(_probes.Scope));
        if (_shape.Return != ReturnKind.Void && !IsVoid)
            _result = _builder.AddLocal(new PlanBlob().Add(_shape.Type));
        var ending = new MethodEnding(_shape, _edits, _builder, _scope, _result);
        if (start > 0)
            _original.Copy(_il, 0, start, null);

        _il.Site(_edits.Site);
        _il.Op(IlCode.Call, ending.IsPending ? _probes.EnterPending : ending.BeginsLater || ending.IsObserved ? _probes.Prepare : _probes.Enter);
        _il.Local(IlCode.Stloc, _scope);
        var captureClauses = new List<WovenClause>();
        _edits.Captures?.EmitEnter(_builder, _scope, captureClauses, ending.IsObserved && !ending.BeginsLater);

        _il.Mark(body);
        _original.Copy(_il, start, _raw.Code.Length, il =>
        {
            if (_result >= 0)
                il.Local(IlCode.Stloc, _result);
            il.Branch(IlCode.Leave, ending.IsNeeded ? returned : exit);
        });
        _il.Mark(bodyEnd);
        EmitFilter(_probes.Fault, exit, handler, handlerEnd);
        if (ending.IsNeeded)
        {
            _il.Mark(returned);
            ending.Emit(captureClauses);
            _il.Branch(IlCode.Leave, exit);
        }
        _il.Mark(outerEnd);
        _il.Local(IlCode.Ldloca, _scope);
        _il.Op(IlCode.Call, _probes.Exit);
        _il.Op(IlCode.Endfinally);
        _il.Mark(finallyEnd);
        _il.Mark(exit);
        if (_result >= 0)
            _il.Local(IlCode.Ldloc, _result);
        _il.Op(IlCode.Ret);

        AddOriginalClauses(inserted);
        _builder.Clauses.AddRange(captureClauses);
        _builder.Clauses.Add(new(RawClause.Filter, body, bodyEnd, handler, handlerEnd) { Filter = bodyEnd });
        _builder.Clauses.Add(new(RawClause.Finally, body, outerEnd, outerEnd, finallyEnd));
    }

    // The filter's first instruction stands where the try block ends; its handler is never reached.
    private void EmitFilter(PlanReference probe, Label next, Label handler, Label handlerEnd)
    {
        _il.Local(IlCode.Ldloca, _scope);
        _il.Op(IlCode.Call, probe);
        _il.Op(IlCode.Endfilter);
        _il.Mark(handler);
        _il.Op(IlCode.Pop);
        _il.Branch(IlCode.Leave, next);
        _il.Mark(handlerEnd);
    }

    private void AddOriginalClauses(List<WovenClause> inserted)
    {
        var original = new List<WovenClause>();
        _original.CopyClauses(original);
        UsingFilters.Merge(original, inserted, _builder.Clauses);
    }

    private bool IsVoid => _method.ReturnType.MetadataType == MetadataType.Void ||
        (_method.ReturnType is IModifierType { ElementType.MetadataType: MetadataType.Void });
}
