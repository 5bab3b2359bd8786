using DdRun.Instrumentation.Il;
using DdRun.Instrumentation.Shapes;

namespace DdRun.Instrumentation.Weaving;

/// <summary>Makes a call's span.</summary>
internal sealed class SpanLayer(MethodEdits edits, MethodShape shape, BodyBuilder builder, ProbeMembers probes, int scope, int result) : CallLayer(builder, probes)
{
    private readonly MethodEnding _ending = new(shape, edits, builder, scope, result);
    private readonly ProbeMembers _probes = probes;

    public override int Scope => scope;

    protected override bool HasEnding => _ending.IsNeeded;

    protected override void EmitEnter(List<WovenClause> clauses)
    {
        Il.Site(edits.Site);
        Il.Op(IlCode.Call, _ending.IsPending ? _probes.EnterPending : _ending.BeginsLater || _ending.IsObserved ? _probes.Prepare : _probes.Enter);
        Il.Local(IlCode.Stloc, scope);
        edits.Captures?.EmitEnter(Builder, scope, clauses, _ending.IsObserved && !_ending.BeginsLater);
    }

    protected override void EmitEnding(List<WovenClause> clauses) => _ending.Emit(clauses);
}
