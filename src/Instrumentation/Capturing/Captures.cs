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
    private readonly ExpressionTypes _types;
    private readonly CapturePlan _plan;
    private readonly List<(int Index, Template Template)> _enter = [];
    private readonly List<(int Index, Template Template)> _exit = [];
    private readonly List<(int Index, PathExpression Path)> _values = [];
    private Expression? _condition;

    private Captures(MethodDefinition method, TypeEncoder encoder, ExpressionTypes types, CapturePlan plan) => (_method, _encoder, _types, _plan) = (method, encoder, types, plan);

    public bool IsObserved { get; private set; }
    public bool HasExit => _exit.Count > 0;

    /// <summary>Whether something is read of the call when it has ended.</summary>
    public bool HasLate => _plan.Late.Count > 0;

    /// <summary>Whether the call keeps something besides its span.</summary>
    public bool NeedsState => IsObserved || _condition is not null || HasLate;

    /// <summary>The rule's condition cannot be evaluated in this method: it is to have no spans.</summary>
    public bool ConditionIsBroken { get; private set; }

    public bool ResultIsByRefLike => PathCompiler.CannotBeCaptured(BareType.Of(_method.ReturnType));

    /// <summary>Chooses and checks what a rule wants to know; what makes no sense in this method is left out and noted.</summary>
    public static Captures Plan(MethodDefinition method, MethodShape shape, Rule rule, string type, TypeEncoder encoder, CapturePlan plan)
    {
        var planner = new CapturePlanner(method, shape, plan);
        var captures = new Captures(method, encoder, planner.Types, plan) { IsObserved = rule.Observe is not null };
        var arguments = method.Parameters.Select(parameter => parameter.Name).ToArray();
        foreach (var (target, key, unbound) in Templates(rule, method.Name, type))
        {
            var template = unbound.Bind(arguments);
            if (!(target switch
            {
                ProbeTarget.Error => planner.CheckCondition(template, "an error"),
                ProbeTarget.Condition => planner.CheckCondition(template, "a condition"),
                _ => planner.Check(template),
            }))
            {
                captures.ConditionIsBroken |= target == ProbeTarget.Condition;
                continue;
            }
            captures.Add(target, key, template, planner, shape);
        }
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
        if (_condition is not null)
            EmitCaptures(builder, scope, () => EmitCondition(builder, scope, _condition, clauses));
        if (begins)
        {
            builder.Il.Local(IlCode.Ldloca, scope);
            builder.Il.Op(IlCode.Call, builder.Probes.Begin);
        }
        if (_plan.Kept.Count > 0)
            EmitCaptures(builder, scope, () => EmitKept(builder, scope, clauses));
        if (_enter.Count > 0)
            EmitCaptures(builder, scope, () => EmitTemplates(builder, scope, -1, _enter, clauses));
    }

    public void EmitExit(BodyBuilder builder, int scope, int result, List<WovenClause> clauses)
    {
        if (_exit.Count > 0)
            EmitCaptures(builder, scope, () => EmitTemplates(builder, scope, result, _exit, clauses));
    }

    private void Add(ProbeTarget target, string? key, Template template, CapturePlanner planner, MethodShape shape)
    {
        if (target == ProbeTarget.Condition && !template.IsLate)
        {
            _condition = template.Holes[0];
            return;
        }
        var index = _plan.Templates.Count;
        _plan.Templates.Add(new ProbeTemplate { Target = target, Key = key, Literals = template.IsSingle ? null : template.Literals });
        if (!template.IsLate && target != ProbeTarget.Status)
            _enter.Add((index, template));
        else if (shape.Return is ReturnKind.Value or ReturnKind.Void && target is not (ProbeTarget.Condition or ProbeTarget.Status) && !NeedsEnd(template))
            _exit.Add((index, template));
        else
            planner.AddLate(index, template);
    }

    // The result is there when the method returns; what else there is to know of its end is not.
    private static bool NeedsEnd(Template template) =>
        Array.Exists(template.Holes, hole => hole.Uses(PathRoot.Duration) || hole.Uses(PathRoot.Error) || hole.Uses(PathRoot.Exception));

    private static IEnumerable<(ProbeTarget Target, string? Key, Template Template)> Templates(Rule rule, string method, string type)
    {
        if (rule.If is { } condition)
            yield return (ProbeTarget.Condition, null, condition.For(method, type));
        if (rule.Resource?.For(method, type) is { Holes.Length: > 0 } resource)
            yield return (ProbeTarget.Resource, null, resource);
        foreach (var (key, template) in rule.Tags)
        {
            if (template.For(method, type) is { Holes.Length: > 0 } tag)
                yield return (ProbeTarget.Tag, key, tag);
        }
        if (rule.Error is { } error)
            yield return (ProbeTarget.Error, null, error.For(method, type));
        if (rule.Status is { } status)
            yield return (ProbeTarget.Status, null, status.For(method, type));
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
        Guarded.Emit(il, clauses, emit, () =>
        {
            il.Local(IlCode.Ldloca, scope);
            il.Op(IlCode.Call, builder.Probes.CaptureFailed);
        });
    }

    private void EmitValues(BodyBuilder builder, int scope)
    {
        foreach (var (index, path) in _values)
        {
            var missing = new Label();
            var type = Compiler(builder, -1).Emit(path, missing);
            builder.Il.Number(index);
            builder.Il.Local(IlCode.Ldloca, scope);
            builder.Il.Op(IlCode.Call, builder.Probes.Observe(_encoder.Encode(type)));
            builder.Il.Mark(missing);
        }
    }

    // A condition that throws does not hold.
    private void EmitCondition(BodyBuilder builder, int scope, Expression condition, List<WovenClause> clauses)
    {
        var il = builder.Il;
        var holds = builder.AddLocal(_encoder.Encode(_method.Module.TypeSystem.Boolean));
        il.Number(0);
        il.Local(IlCode.Stloc, holds);
        Guard(builder, scope, clauses, () =>
        {
            var missing = new Label();
            Compiler(builder, -1).EmitCondition(condition, missing);
            il.Local(IlCode.Stloc, holds);
            il.Mark(missing);
        });
        il.Local(IlCode.Ldloc, holds);
        il.Local(IlCode.Ldloca, scope);
        il.Op(IlCode.Call, builder.Probes.Want);
    }

    private void EmitKept(BodyBuilder builder, int scope, List<WovenClause> clauses)
    {
        for (var slot = 0; slot < _plan.Kept.Count; slot++)
        {
            Guard(builder, scope, clauses, () =>
            {
                var missing = new Label();
                var type = Compiler(builder, -1).Emit(_plan.Kept[slot], missing);
                builder.Il.Number(slot);
                builder.Il.Local(IlCode.Ldloca, scope);
                builder.Il.Op(IlCode.Call, builder.Probes.Keep(_encoder.Encode(type)));
                builder.Il.Mark(missing);
            });
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
            var type = Compiler(builder, result).Emit(holes[part], missing);
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

    private ExpressionCompiler Compiler(BodyBuilder builder, int result) => new(_method, _types, _encoder, builder, result);
}
