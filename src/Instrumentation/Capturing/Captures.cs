using DdRun.Instrumentation.Expressions;
using DdRun.Instrumentation.Il;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Shapes;
using DdRun.Probes;
using Mono.Cecil;

namespace DdRun.Instrumentation.Capturing;

/// <summary>What a woven method's code reads for its span, and when.</summary>
internal sealed class Captures
{
    private readonly MethodDefinition _method;
    private readonly TypeEncoder _encoder;
    private readonly List<(int Index, Template Template)> _enter = [];
    private readonly List<(int Index, Template Template)> _exit = [];
    private readonly List<(int Index, PathExpression Path)> _values = [];

    private Captures(MethodDefinition method, TypeEncoder encoder)
    {
        _method = method;
        _encoder = encoder;
    }

    public bool IsObserved { get; private set; }
    public bool HasExit => _exit.Count > 0;
    public bool HasTaskResults { get; private set; }
    public bool ResultIsByRefLike => PathCompiler.CannotBeCaptured(BareType.Of(_method.ReturnType));

    /// <summary>Chooses and checks what a rule wants to know; what makes no sense in this method is left out and noted.</summary>
    public static Captures Plan(MethodDefinition method, MethodShape shape, Rule rule, string type, TypeEncoder encoder, CapturePlan plan)
    {
        var captures = new Captures(method, encoder);
        var planner = new CapturePlanner(method, shape, plan);
        foreach (var (target, key, template) in Templates(rule, method.Name, type))
        {
            if (!(target == ProbeTarget.Error ? planner.CheckError(template) : planner.Check(template)))
                continue;
            var index = plan.Templates.Count;
            plan.Templates.Add(new ProbeTemplate { Target = target, Key = key, Literals = template.IsSingle ? null : template.Literals });
            if (!template.UsesReturn)
                captures._enter.Add((index, template));
            else if (shape.Return is ReturnKind.TaskOfT or ReturnKind.ValueTaskOfT)
                captures.HasTaskResults |= planner.AddResults(index, template);
            else
                captures._exit.Add((index, template));
        }
        captures.IsObserved = rule.Observe is not null;
        for (var i = 0; i < (rule.Observe?.Values.Length ?? 0); i++)
        {
            if (planner.Check(rule.Observe!.Values[i]))
                captures._values.Add((i, rule.Observe.Values[i]));
        }
        return captures;
    }

    public void EmitEnter(BodyBuilder builder, int scope, List<WovenClause> clauses, bool begins)
    {
        if (_values.Count > 0)
            EmitCaptures(builder, scope, () => Guard(builder, scope, clauses, () => EmitValues(builder, scope)));
        if (begins)
        {
            builder.Il.Local(IlCode.Ldloca, scope);
            builder.Il.Op(IlCode.Call, builder.Probes.Begin);
        }
        if (_enter.Count > 0)
            EmitCaptures(builder, scope, () => EmitTemplates(builder, scope, -1, _enter, clauses));
    }

    public void EmitExit(BodyBuilder builder, int scope, int result, List<WovenClause> clauses)
    {
        if (_exit.Count > 0)
            EmitCaptures(builder, scope, () => EmitTemplates(builder, scope, result, _exit, clauses));
    }

    private static IEnumerable<(ProbeTarget Target, string? Key, Template Template)> Templates(Rule rule, string method, string type)
    {
        if (rule.Resource?.For(method, type) is { Holes.Length: > 0 } resource)
            yield return (ProbeTarget.Resource, null, resource);
        foreach (var (key, template) in rule.Tags)
        {
            if (template.For(method, type) is { Holes.Length: > 0 } tag)
                yield return (ProbeTarget.Tag, key, tag);
        }
        if (rule.Error is { } error)
            yield return (ProbeTarget.Error, null, error);
    }

    // if (BeginCaptures()) { …; EndCaptures(); }
    private static void EmitCaptures(BodyBuilder builder, int scope, Action emit)
    {
        var il = builder.Il;
        var skip = new Label();
        il.Local(IlCode.Ldloca, scope);
        il.Op(IlCode.Call, builder.Probes.BeginCaptures);
        il.Branch(IlCode.Brfalse, skip);
        emit();
        il.Op(IlCode.Call, builder.Probes.EndCaptures);
        il.Mark(skip);
    }

    // try { … } filter { CaptureFailed: 1 } { }
    private static void Guard(BodyBuilder builder, int scope, List<WovenClause> clauses, Action emit)
    {
        var il = builder.Il;
        Label start = new(), end = new(), handler = new(), handlerEnd = new(), next = new();
        il.Mark(start);
        emit();
        il.Branch(IlCode.Leave, next);
        il.Mark(end);
        il.Local(IlCode.Ldloca, scope);
        il.Op(IlCode.Call, builder.Probes.CaptureFailed);
        il.Op(IlCode.Endfilter);
        il.Mark(handler);
        il.Op(IlCode.Pop);
        il.Branch(IlCode.Leave, next);
        il.Mark(handlerEnd);
        il.Mark(next);
        clauses.Add(new WovenClause(RawClause.Filter, start, end, handler, handlerEnd) { Filter = end });
    }

    private void EmitValues(BodyBuilder builder, int scope)
    {
        foreach (var (index, path) in _values)
        {
            var missing = new Label();
            var type = new PathCompiler(_method, _encoder, builder).Compile(path, -1, null, missing, out _)!;
            builder.Il.Number(index);
            builder.Il.Local(IlCode.Ldloca, scope);
            builder.Il.Op(IlCode.Call, builder.Probes.Observe(_encoder.Encode(type)));
            builder.Il.Mark(missing);
        }
    }

    // Each on its own: one that throws leaves the others.
    private void EmitTemplates(BodyBuilder builder, int scope, int result, List<(int Index, Template Template)> templates, List<WovenClause> clauses)
    {
        foreach (var (index, template) in templates)
            Guard(builder, scope, clauses, () => EmitTemplate(builder, scope, result, index, template));
    }

    private void EmitTemplate(BodyBuilder builder, int scope, int result, int index, Template template)
    {
        var il = builder.Il;
        var (isSingle, holes) = (template.IsSingle, template.Holes);
        for (var part = 0; part < holes.Length; part++)
        {
            var missing = new Label();
            var type = new PathCompiler(_method, _encoder, builder).Compile(holes[part], result, BareType.Of(_method.ReturnType), missing, out _)!;
            il.Number(index);
            if (!isSingle)
                il.Number(part);
            il.Local(IlCode.Ldloca, scope);
            var encoded = _encoder.Encode(type);
            il.Op(IlCode.Call, isSingle ? builder.Probes.Capture(encoded) : builder.Probes.CapturePart(encoded));
            il.Mark(missing);
        }
        if (isSingle)
            return;
        il.Number(index);
        il.Local(IlCode.Ldloca, scope);
        il.Op(IlCode.Call, builder.Probes.Compose);
    }
}
