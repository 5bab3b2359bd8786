using DdRun.Instrumentation.Expressions;
using DdRun.Instrumentation.Il;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Plans;
using DdRun.Instrumentation.Shapes;
using DdRun.Probes.Live;
using Mono.Cecil;

namespace DdRun.Instrumentation.Capturing;

/// <summary>What the code of one observed method reads, and when.</summary>
internal sealed class LiveCaptures
{
    private readonly MethodDefinition? _method;
    private readonly TypeEncoder? _encoder;
    private readonly ExpressionTypes? _types;
    private readonly LiveRequest _request;
    private readonly List<Expression> _kept = [];
    private readonly List<int> _earlyIndex = [];
    private readonly List<Expression> _early = [];
    private Expression? _condition;

    private LiveCaptures(LiveSite site, LiveRequest request, MethodDefinition? method, TypeEncoder? encoder, ExpressionTypes? types)
    {
        (Site, _request, _method, _encoder, _types) = (site, request, method, encoder, types);
        ReadsResult = request.ReadsResult && method is not null && !CannotBeRead(method.ReturnType);
    }

    public LiveSite Site { get; }

    /// <summary>Whether the result is read as it lies on the stack; that of a task is in any case.</summary>
    public bool ReadsResult { get; }

    /// <summary>The condition, where it is known only when the call has ended, as words.</summary>
    public string[]? LateCondition { get; private set; }

    /// <summary>The expressions that are known only when the call has ended, as words; null for the others.</summary>
    public string[]?[] LateValues { get; private set; } = [];

    /// <summary>Counting and timing only.</summary>
    public static LiveCaptures None(LiveSite site, LiveRequest request) => new(site, request, null, null, null);

    /// <summary>Null with the problem where an expression makes no sense in the method.</summary>
    public static LiveCaptures? Plan(LiveSite site, LiveRequest request, MethodDefinition method, MethodShape shape, string type, TypeEncoder encoder, out LiveProblem? problem)
    {
        var result = CapturePlanner.ResultType(method, shape, out var error);
        var types = new ExpressionTypes(method, result, error);
        var captures = new LiveCaptures(site, request, method, encoder, types);
        problem = null;
        if (request.If is { } condition)
        {
            var bound = captures.Bind(condition, type);
            if (Check(types, bound, "if", out problem) is false)
                return null;
            if (!types.MayBeTrue(bound))
            {
                problem = new LiveProblem("if", condition.ToString()!, condition.Column, $"a condition is a boolean, and this is {types.Of(bound).Describe}");
                return null;
            }
            if (bound.IsLate)
                captures.LateCondition = LateWords.Of(bound, captures._kept);
            else
                captures._condition = bound;
        }
        captures.LateValues = new string[]?[request.Expressions.Length];
        for (var i = 0; i < request.Expressions.Length; i++)
        {
            var bound = captures.Bind(request.Expressions[i], type);
            if (!Check(types, bound, "expression", out problem))
                return null;
            if (bound.IsLate)
            {
                captures.LateValues[i] = LateWords.Of(bound, captures._kept);
                continue;
            }
            captures._earlyIndex.Add(i);
            captures._early.Add(bound);
        }
        site.KeptValues = captures._kept.Count;
        return captures;
    }

    /// <summary>Everything before the body.</summary>
    /// <param name="builder">Of the method.</param>
    /// <param name="probes">What is called.</param>
    /// <param name="scope">The local with the call's scope.</param>
    /// <param name="clauses">Takes the clauses around what may throw.</param>
    public void EmitEnter(BodyBuilder builder, LiveMembers probes, int scope, List<WovenClause> clauses)
    {
        var il = builder.Il;
        var skip = new Label();
        il.Number(Site.Number);
        il.Local(IlCode.Ldloca, scope);
        if (Site.Histogram is not null && _condition is null)
        {
            il.Op(IlCode.Call, probes.Count);
            return;
        }
        il.Op(IlCode.Call, probes.Look);
        il.Branch(IlCode.Brfalse, skip);
        if (_condition is not null)
            EmitCondition(builder, probes, scope, _condition, skip, clauses);
        il.Local(IlCode.Ldloca, scope);
        il.Op(IlCode.Call, probes.BeginCall);
        il.Branch(IlCode.Brfalse, skip);
        if (_request.ReadsArguments && _method is not null)
            EmitArguments(builder, probes, scope);
        for (var i = 0; i < _early.Count; i++)
            EmitRead(builder, probes, scope, _early[i], clauses, probes.Value, _earlyIndex[i]);
        for (var slot = 0; slot < _kept.Count; slot++)
            EmitRead(builder, probes, scope, _kept[slot], clauses, probes.Keep, slot);
        il.Local(IlCode.Ldloca, scope);
        il.Op(IlCode.Call, probes.Run);
        il.Mark(skip);
    }

    private Expression Bind(Expression expression, string type)
    {
        var arguments = _method!.Parameters.Select(parameter => parameter.Name).ToArray();
        return Template.Of("", expression).For(_method.Name, type).Bind(arguments) is { Holes: [var hole] } ? hole : expression;
    }

    private static bool Check(ExpressionTypes types, Expression expression, string source, out LiveProblem? problem)
    {
        problem = null;
        try
        {
            if (types.Of(expression).Kind != ValueKind.Null)
                return true;
            problem = new LiveProblem(source, expression.ToString()!, expression.Column, "null is no value");
        }
        catch (ExpressionException e)
        {
            problem = new LiveProblem(source, expression.ToString()!, e.Column, e.Message);
        }
        return false;
    }

    private void EmitCondition(BodyBuilder builder, LiveMembers probes, int scope, Expression condition, Label skip, List<WovenClause> clauses)
    {
        var il = builder.Il;
        var holds = builder.AddLocal(_encoder!.Encode(_method!.Module.TypeSystem.Boolean));
        il.Number(0);
        il.Local(IlCode.Stloc, holds);
        il.Op(IlCode.Call, probes.BeginReading);
        Guard(il, probes, clauses, () =>
        {
            var missing = new Label();
            Compiler(builder).EmitCondition(condition, missing);
            il.Local(IlCode.Stloc, holds);
            il.Mark(missing);
        });
        il.Op(IlCode.Call, probes.EndCaptures);
        il.Local(IlCode.Ldloc, holds);
        il.Local(IlCode.Ldloca, scope);
        il.Op(IlCode.Call, probes.IsWanted);
        il.Branch(IlCode.Brfalse, skip);
    }

    private void EmitRead(BodyBuilder builder, LiveMembers probes, int scope, Expression expression, List<WovenClause> clauses, Func<PlanBlob, PlanReference> take, int index)
    {
        Guard(builder.Il, probes, clauses, () =>
        {
            var missing = new Label();
            var type = Compiler(builder).Emit(expression, missing);
            builder.Il.Number(index);
            builder.Il.Local(IlCode.Ldloca, scope);
            builder.Il.Op(IlCode.Call, take(_encoder!.Encode(type)));
            builder.Il.Mark(missing);
        });
    }

    private void EmitArguments(BodyBuilder builder, LiveMembers probes, int scope)
    {
        var il = builder.Il;
        if (_method!.HasThis && GenericTypes.Self(_method.DeclaringType) is var self && !CannotBeRead(self))
        {
            il.Op(IlCode.Ldarg0);
            if (_method.DeclaringType.IsValueType)
                il.Op(IlCode.Ldobj, _encoder!.Reference(self));
            EmitTake(il, probes.Argument(_encoder!.Encode(self)), LiveCall.This, scope);
        }
        foreach (var parameter in _method.Parameters)
        {
            // What has no value yet when the call begins.
            if (parameter is { IsOut: true, IsIn: false } && parameter.ParameterType.IsByReference)
                continue;
            var type = BareType.Of(parameter.ParameterType);
            var isReference = type is ByReferenceType;
            if (type is ByReferenceType { ElementType: var element })
                type = BareType.Of(element);
            if (SpanOf(type) is { } span)
            {
                Load(il, parameter, isReference, type);
                EmitTake(il, probes.ItemsOf(_encoder!.Reference(span.ElementType), _encoder.Encode(span.GenericArguments[0])), parameter.Index, scope);
                continue;
            }
            if (CannotBeRead(type))
                continue;
            Load(il, parameter, isReference, type);
            EmitTake(il, probes.Argument(_encoder!.Encode(type)), parameter.Index, scope);
        }
    }

    private void Load(IlWriter il, ParameterDefinition parameter, bool isReference, TypeReference type)
    {
        il.Local(IlCode.Ldarg, parameter.Sequence);
        if (isReference)
            il.Op(IlCode.Ldobj, _encoder!.Reference(type));
    }

    private static void EmitTake(IlWriter il, PlanReference take, int index, int scope)
    {
        il.Number(index);
        il.Local(IlCode.Ldloca, scope);
        il.Op(IlCode.Call, take);
    }

    private static GenericInstanceType? SpanOf(TypeReference type) =>
        type is GenericInstanceType { ElementType: { Namespace: "System", Name: "Span`1" or "ReadOnlySpan`1", DeclaringType: null } } span && !CannotBeRead(span.GenericArguments[0]) ? span : null;

    private static bool CannotBeRead(TypeReference type)
    {
        try
        {
            return PathCompiler.CannotBeCaptured(BareType.Of(type));
        }
        catch (Exception e) when (e is NotSupportedException or AssemblyResolutionException)
        {
            // It may be anything.
            return true;
        }
    }

    // try { … } filter { 1 } { }
    private static void Guard(IlWriter il, LiveMembers probes, List<WovenClause> clauses, Action emit) =>
        Guarded.Emit(il, clauses, emit, () => il.Op(IlCode.Call, probes.ReadingFailed));

    private ExpressionCompiler Compiler(BodyBuilder builder) => new(_method!, _types!, _encoder!, builder, -1);
}
