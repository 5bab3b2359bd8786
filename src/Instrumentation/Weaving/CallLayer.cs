using DdRun.Instrumentation.Il;
using DdRun.Instrumentation.Plans;

namespace DdRun.Instrumentation.Weaving;

/// <summary>What lies around a method's body, or around another layer: a protected region with something before and after it.</summary>
internal abstract class CallLayer(BodyBuilder builder, ProbeMembers probes)
{
    private readonly Label _body = new(), _bodyEnd = new(), _outerEnd = new(), _handler = new(), _handlerEnd = new(), _finallyEnd = new(), _returned = new(), _exit = new();

    protected BodyBuilder Builder => builder;
    protected IlWriter Il => builder.Il;

    /// <summary>The local with the call's scope.</summary>
    public abstract int Scope { get; }

    /// <summary>Whether something happens between the body's return and the method's.</summary>
    protected abstract bool HasEnding { get; }

    /// <summary>Where the body goes when it returns.</summary>
    public Label Return => HasEnding ? _returned : _exit;

    protected abstract void EmitEnter(List<WovenClause> clauses);

    protected abstract void EmitEnding(List<WovenClause> clauses);

    /// <summary>Everything up to the body.</summary>
    public void Begin(List<WovenClause> clauses)
    {
        EmitEnter(clauses);
        Il.Mark(_body);
    }

    /// <summary>Everything after the body.</summary>
    /// <param name="outer">The layer around this one, if any.</param>
    /// <param name="clauses">Takes the clauses within.</param>
    public void End(CallLayer? outer, List<WovenClause> clauses)
    {
        Il.Mark(_bodyEnd);
        EmitFilter(probes.Fault);
        if (HasEnding)
        {
            Il.Mark(_returned);
            EmitEnding(clauses);
            Il.Branch(IlCode.Leave, _exit);
        }
        Il.Mark(_outerEnd);
        Il.Local(IlCode.Ldloca, Scope);
        Il.Op(IlCode.Call, probes.Exit);
        Il.Op(IlCode.Endfinally);
        Il.Mark(_finallyEnd);
        Il.Mark(_exit);
        if (outer is not null)
            Il.Branch(IlCode.Leave, outer.Return);
    }

    /// <summary>Its own clauses, which come behind those of all that it encloses.</summary>
    public void AddClauses()
    {
        builder.Clauses.Add(new(RawClause.Filter, _body, _bodyEnd, _handler, _handlerEnd) { Filter = _bodyEnd });
        builder.Clauses.Add(new(RawClause.Finally, _body, _outerEnd, _outerEnd, _finallyEnd));
    }

    // The filter's first instruction stands where the try block ends; its handler is never reached.
    private void EmitFilter(PlanReference probe)
    {
        Il.Local(IlCode.Ldloca, Scope);
        Il.Op(IlCode.Call, probe);
        Il.Op(IlCode.Endfilter);
        Il.Mark(_handler);
        Il.Op(IlCode.Pop);
        Il.Branch(IlCode.Leave, _exit);
        Il.Mark(_handlerEnd);
    }
}
