using DdRun.Instrumentation.Capturing;
using DdRun.Instrumentation.Il;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Plans;
using DdRun.Instrumentation.Shapes;

namespace DdRun.Instrumentation.Weaving;

/// <summary>Plans the new body of one method. The layout: "How a method is woven" in docs/architecture.md.</summary>
internal sealed class MethodWeaver
{
    private const int AddedStack = 8;

    private readonly uint _token;
    private readonly CecilModule _cecil;
    private readonly MethodShape _shape;
    private readonly MethodEdits _edits;
    private readonly RawBody _raw;
    private readonly OriginalCode _original;
    private readonly BodyBuilder _builder;
    private readonly ProbeMembers _probes;
    private readonly IlWriter _il;
    private TailCalls? _tailCalls;
    private LiveMembers? _liveProbes;
    private int _result = -1;

    public MethodWeaver(uint token, CecilModule cecil, MethodShape shape, RawBody raw, byte[] locals, MethodEdits edits, PlanItems items, ProbeMembers probes, Workspace workspace)
    {
        (_token, _cecil, _shape, _raw, _edits, _probes) = (token, cecil, shape, raw, edits, probes);
        workspace.Reset(raw.Code.Length);
        _original = new OriginalCode(raw, workspace, edits.WantsListing ? Texts() : null);
        _builder = new BodyBuilder(items, probes, locals, workspace);
        _il = _builder.Il;
        if (edits.WantsListing)
            (_il.Listing, _il.Describe) = ([], reference => reference.IsItem ? items.Describe(reference) : $"{_cecil.Definition.LookupToken((int)reference.Value)}");
    }

    public PlanMethod? Weave(out Refusal? refusal)
    {
        refusal = RefusedCode.Find(_raw, _edits.IsWrapped, _edits.EndsBeforeTailCalls, _shape.HasVarArgs);
        if (refusal is not null)
            return null;
        if (_edits.IsWrapped && _edits.EndsBeforeTailCalls && !PlanTailCalls())
        {
            refusal = Refusal.TailCall;
            return null;
        }
        if ((_edits.CompletedSite >= 0 || _edits.LiveBegin is not null) && !StateMachineEnd.Insert(_cecil.Method(_token), EmitCompletion, _original))
        {
            refusal = Refusal.NoStateMachine;
            return null;
        }
        var clauses = _edits.WatchesUsing ? UsingFilters.Insert(_cecil.Method(_token), _raw, _original, _probes) : [];
        if (_edits.IsWrapped)
        {
            var start = 0;
            if (_shape.IsConstructor && !PlainConstructor.TryFind(_cecil.Metadata, _token, _raw, out start))
                refusal = ConstructorStart.Find(_cecil.Method(_token), _raw, out start);
            if (refusal is not null)
                return null;
            Wrap(start, clauses);
        }
        else
        {
            _edits.Loan?.EmitEnter(_il, _probes);
            _original.Copy(_il, 0, _raw.Code.Length, _edits.Loan is { } loan ? il => Return(il, loan) : null);
            AddOriginalClauses(clauses);
        }
        return _builder.Build(_token, _raw.MaxStack + AddedStack, _raw.InitLocals);
    }

    // The span first: who looks at the call sees what that costs.
    private void EmitCompletion(IlWriter il, IlCode loadException)
    {
        if (_edits.CompletedSite >= 0)
        {
            il.Op(loadException);
            il.Site(_edits.CompletedSite);
            il.Op(IlCode.Call, _probes.CompletePending);
        }
        foreach (var live in _edits.LiveBegin?.Live ?? [])
        {
            il.Op(loadException);
            il.Number(live.Site.Number);
            il.Op(IlCode.Call, LiveProbes.CompletePending);
        }
    }

    private LiveMembers LiveProbes => _liveProbes ??= new LiveMembers(_builder.Items);

    private bool PlanTailCalls()
    {
        if (!RefusedCode.HasTailCalls(_raw))
            return true;
        // What is lent may be the result, which is nobody's here.
        if (_edits.Loan is not null)
            return false;
        _tailCalls = TailCalls.Plan(_cecil.Method(_token), _raw, _shape, new TypeEncoder(_cecil.Definition, _builder.Items), _builder);
        if (_tailCalls is null)
            return false;
        _tailCalls.ReplaceIn(_original);
        _edits.TailCalls = _tailCalls.Count;
        return true;
    }

    private void Return(IlWriter il, Loan loan)
    {
        loan.EmitReturn(il, _probes);
        il.Op(IlCode.Ret);
    }

    private Dictionary<int, string> Texts()
    {
        var texts = new Dictionary<int, string>();
        foreach (var instruction in _cecil.Method(_token).Body.Instructions)
        {
            var text = instruction.ToString();
            texts.Add(instruction.Offset, text[(text.IndexOf(':', StringComparison.Ordinal) + 2)..]);
        }
        return texts;
    }

    private void Wrap(int start, List<WovenClause> inserted)
    {
        var scope = _edits.Site < 0 ? -1 : _builder.AddLocal(new PlanBlob().Add(SignatureReader.ValueType).Type(_probes.Scope));
        if (!_shape.IsVoid)
            _result = _builder.AddLocal(new PlanBlob().Add(_shape.Type));
        var layers = Layers(scope);
        if (start > 0)
            _original.Copy(_il, 0, start, null);
        _edits.Loan?.EmitEnter(_il, _probes);
        var captureClauses = new List<WovenClause>();
        foreach (var layer in layers)
            layer.Begin(captureClauses);
        _original.Copy(_il, start, _raw.Code.Length, il =>
        {
            _edits.Loan?.EmitReturn(il, _probes);
            if (_result >= 0)
                il.Local(IlCode.Stloc, _result);
            il.Branch(IlCode.Leave, layers[^1].Return);
        });
        for (var i = layers.Count - 1; i >= 0; i--)
            layers[i].End(i > 0 ? layers[i - 1] : null, captureClauses);
        if (_result >= 0)
            _il.Local(IlCode.Ldloc, _result);
        _il.Op(IlCode.Ret);
        _tailCalls?.Emit(_il, _raw);

        AddOriginalClauses(inserted);
        _builder.Clauses.AddRange(captureClauses);
        for (var i = layers.Count - 1; i >= 0; i--)
            layers[i].AddClauses();
    }

    // The outermost first: who looks at a call sees what its span costs, and the span does not see what looking costs.
    private List<CallLayer> Layers(int scope)
    {
        var layers = new List<CallLayer>();
        if (_edits.Live is not null)
            AddLive(layers, _edits.Live);
        if (scope >= 0)
            layers.Add(new SpanLayer(_edits, _shape, _builder, _probes, scope, _result));
        return layers;
    }

    private void AddLive(List<CallLayer> layers, List<LiveCaptures> live)
    {
        foreach (var captures in live)
        {
            var scope = _builder.AddLocal(new PlanBlob().Add(SignatureReader.ValueType).Type(LiveProbes.Scope));
            layers.Add(new LiveLayer(captures, _shape, _edits.LiveEnd is not null, _builder, LiveProbes, scope, _result));
        }
    }

    private void AddOriginalClauses(List<WovenClause> inserted)
    {
        var original = new List<WovenClause>();
        _original.CopyClauses(original);
        UsingFilters.Merge(original, inserted, _builder.Clauses);
    }
}
