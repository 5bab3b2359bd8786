using DdRun.Instrumentation.Expressions;
using DdRun.Instrumentation.Il;
using DdRun.Instrumentation.Plans;
using Mono.Cecil;

namespace DdRun.Instrumentation.Capturing;

/// <summary>
/// Writes the IL of an expression whose types are known. Every part begins with nothing of the expression on the stack and leaves its value there,
/// or goes to where its caller deals with a null on the way; so operands wait in locals for each other.
/// </summary>
/// <param name="types">What <see cref="ExpressionTypes.Of"/> has checked.</param>
/// <param name="result">The local with the method's result, negative for none.</param>
internal sealed class ExpressionCompiler(MethodDefinition method, ExpressionTypes types, TypeEncoder encoder, BodyBuilder builder, int result)
{
    private readonly IlWriter _il = builder.Il;
    private readonly Conversions _conversions = new(types, encoder, builder);
    private readonly ProbeMembers _probes = builder.Probes;

    /// <summary>Leaves the value on the stack as its type says, or goes to <paramref name="missing"/>.</summary>
    public TypeReference Emit(Expression expression, Label missing)
    {
        switch (expression)
        {
            case PathExpression path:
                return new PathCompiler(method, encoder, builder).Compile(path, result, types.ResultType, missing, out _)!;
            case LiteralExpression literal:
                _conversions.Literal(literal, types.Of(literal).Kind);
                break;
            case UnaryExpression { Operator: "!" } not:
                EmitCondition(not.Operand, missing);
                Not();
                break;
            case UnaryExpression minus:
                EmitAs(minus.Operand, types.Of(minus).Kind, missing, missing);
                _conversions.Negate(types.Of(minus).Kind);
                break;
            case BinaryExpression { Operator: "&&" } and:
                EmitAnd(and, missing);
                break;
            case BinaryExpression { Operator: "||" } or:
                EmitOr(or, missing);
                break;
            case BinaryExpression { Operator: "??" } coalesce:
                EmitCoalesce(coalesce, missing);
                break;
            case BinaryExpression { Operator: "+" or "-" } sum:
                EmitSum(sum, missing);
                break;
            case BinaryExpression comparison:
                EmitComparison(comparison, missing);
                break;
            case ConditionalExpression choice:
                EmitChoice(choice, missing);
                break;
            case CallExpression call:
                EmitCall(call, missing);
                break;
        }
        return types.Of(expression).Type;
    }

    /// <summary>Leaves 1 or 0; null says nothing.</summary>
    public void EmitCondition(Expression expression, Label missing)
    {
        var type = types.Of(expression);
        if (type is { Kind: ValueKind.Boolean, IsNullable: false })
        {
            Emit(expression, missing);
            return;
        }
        if (type.Kind == ValueKind.Boolean)
        {
            EmitUnwrapped(expression, missing, missing);
            return;
        }
        EmitObject(expression, missing);
        _il.Op(IlCode.Call, _probes.IsTrue);
    }

    // Value and type, without Nullable; null goes elsewhere.
    private TypedValue EmitUnwrapped(Expression expression, Label missing, Label none)
    {
        var type = types.Of(expression);
        Emit(expression, missing);
        if (!type.IsNullable)
            return type;
        var holder = builder.AddLocal(encoder.Encode(type.Type));
        var parent = encoder.Reference(type.Type);
        _il.Local(IlCode.Stloc, holder);
        _il.Local(IlCode.Ldloca, holder);
        _il.Op(IlCode.Call, builder.Items.MemberReference(parent, "get_HasValue", new PlanBlob().Add(0x20, 0, 0x02)));
        _il.Branch(IlCode.Brfalse, none);
        _il.Local(IlCode.Ldloca, holder);
        _il.Op(IlCode.Call, builder.Items.MemberReference(parent, "GetValueOrDefault", new PlanBlob().Add(0x20, 0, Metadata.SignatureReader.TypeVariable, 0)));
        return new(type.Kind, type.Bare);
    }

    private void EmitAs(Expression expression, ValueKind kind, Label missing, Label none)
    {
        if (expression is LiteralExpression literal && kind <= ValueKind.Decimal)
        {
            _conversions.Literal(literal, kind);
            return;
        }
        _conversions.Convert(EmitUnwrapped(expression, missing, none), kind);
    }

    private void EmitObject(Expression expression, Label missing)
    {
        var type = Emit(expression, missing);
        if (types.Of(expression).Kind == ValueKind.Null || (type is not GenericParameter && !TypeEncoder.IsValueType(type)))
            return;
        _il.Op(IlCode.Box, encoder.Reference(type));
    }

    private void EmitText(Expression expression, Label missing)
    {
        var type = types.Of(expression);
        Emit(expression, missing);
        if (type.Kind is not (ValueKind.Text or ValueKind.Null))
            _il.Op(IlCode.Call, _probes.Text(encoder.Encode(type.Type)));
    }

    private void Not()
    {
        _il.Number(0);
        _il.Op(IlCode.Ceq);
    }

    private void EmitAnd(BinaryExpression and, Label missing)
    {
        Label no = new(), done = new();
        EmitCondition(and.Left, missing);
        _il.Branch(IlCode.Brfalse, no);
        EmitCondition(and.Right, missing);
        _il.Branch(IlCode.Br, done);
        _il.Mark(no);
        _il.Number(0);
        _il.Mark(done);
    }

    // A null on the way of the left leaves it to the right, whose falsehood then says nothing.
    private void EmitOr(BinaryExpression or, Label missing)
    {
        Label leftMissing = new(), right = new(), yes = new(), done = new();
        var wasMissing = builder.AddLocal(encoder.Encode(method.Module.TypeSystem.Boolean));
        _il.Number(0);
        _il.Local(IlCode.Stloc, wasMissing);
        EmitCondition(or.Left, leftMissing);
        _il.Branch(IlCode.Brtrue, yes);
        _il.Branch(IlCode.Br, right);
        _il.Mark(leftMissing);
        _il.Number(1);
        _il.Local(IlCode.Stloc, wasMissing);
        _il.Mark(right);
        EmitCondition(or.Right, missing);
        _il.Branch(IlCode.Brtrue, yes);
        _il.Local(IlCode.Ldloc, wasMissing);
        _il.Branch(IlCode.Brtrue, missing);
        _il.Number(0);
        _il.Branch(IlCode.Br, done);
        _il.Mark(yes);
        _il.Number(1);
        _il.Mark(done);
    }

    private void EmitCoalesce(BinaryExpression coalesce, Label missing)
    {
        var target = types.Of(coalesce);
        Label other = new(), done = new();
        var value = builder.AddLocal(encoder.Encode(target.Type));
        EmitUnified(coalesce.Left, target, other, other);
        _il.Local(IlCode.Stloc, value);
        if (target.Kind is ValueKind.Text or ValueKind.Reference)
        {
            _il.Local(IlCode.Ldloc, value);
            _il.Branch(IlCode.Brtrue, done);
        }
        else
        {
            _il.Branch(IlCode.Br, done);
        }
        _il.Mark(other);
        EmitUnified(coalesce.Right, target, missing, missing);
        _il.Local(IlCode.Stloc, value);
        _il.Mark(done);
        _il.Local(IlCode.Ldloc, value);
    }

    private void EmitUnified(Expression expression, TypedValue target, Label missing, Label none)
    {
        if (target.IsNumber)
            EmitAs(expression, target.Kind, missing, none);
        else if (target.Kind == ValueKind.Text)
            EmitText(expression, missing);
        else if (target.Kind == ValueKind.Reference)
            EmitObject(expression, missing);
        else
            EmitUnwrapped(expression, missing, none);
    }

    private void EmitChoice(ConditionalExpression choice, Label missing)
    {
        var target = types.Of(choice);
        Label no = new(), done = new();
        var value = builder.AddLocal(encoder.Encode(target.Type));
        EmitCondition(choice.Condition, missing);
        _il.Branch(IlCode.Brfalse, no);
        EmitUnified(choice.WhenTrue, target, missing, missing);
        _il.Local(IlCode.Stloc, value);
        _il.Branch(IlCode.Br, done);
        _il.Mark(no);
        EmitUnified(choice.WhenFalse, target, missing, missing);
        _il.Local(IlCode.Stloc, value);
        _il.Mark(done);
        _il.Local(IlCode.Ldloc, value);
    }

    private void EmitSum(BinaryExpression sum, Label missing)
    {
        var type = types.Of(sum);
        if (type.Kind == ValueKind.Text)
        {
            EmitPair(type.Type, () => EmitText(sum.Left, missing), () => EmitText(sum.Right, missing));
            _il.Op(IlCode.Call, _probes.Concat);
        }
        else
        {
            EmitPair(type.Type, () => EmitAs(sum.Left, type.Kind, missing, missing), () => EmitAs(sum.Right, type.Kind, missing, missing));
            _conversions.Add(type.Kind, sum.Operator == "+");
        }
    }

    private void EmitComparison(BinaryExpression comparison, Label missing)
    {
        TypedValue a = types.Of(comparison.Left), b = types.Of(comparison.Right);
        var how = Comparison.Of(comparison, a, b);
        switch (how)
        {
            case Comparison.Kind.Null:
                EmitNullTest(comparison);
                return;
            case Comparison.Kind.Objects:
                EmitPair(method.Module.TypeSystem.Object, () => EmitObject(comparison.Left, missing), () => EmitObject(comparison.Right, missing));
                _il.Op(IlCode.Call, _probes.AreSame);
                break;
            case Comparison.Kind.References:
                EmitPair(method.Module.TypeSystem.Object, () => EmitObject(comparison.Left, missing), () => EmitObject(comparison.Right, missing));
                _il.Op(IlCode.Ceq);
                break;
            case Comparison.Kind.Texts:
                EmitPair(method.Module.TypeSystem.String, () => EmitText(comparison.Left, missing), () => EmitText(comparison.Right, missing));
                _il.Op(IlCode.Call, _probes.AreEqual);
                break;
            default:
                EmitLifted(comparison, how, a, b, missing);
                return;
        }
        if (comparison.Operator == "!=")
            Not();
    }

    // Leaves the second on top; the first may go elsewhere before the second begins.
    private void EmitPair(TypeReference type, Action first, Action second)
    {
        var (left, right) = (builder.AddLocal(encoder.Encode(type)), builder.AddLocal(encoder.Encode(type)));
        first();
        _il.Local(IlCode.Stloc, left);
        second();
        _il.Local(IlCode.Stloc, right);
        _il.Local(IlCode.Ldloc, left);
        _il.Local(IlCode.Ldloc, right);
    }

    // Keeps what is on the stack, or goes where a null is dealt with.
    private void OrGo(TypeReference type, Label missing)
    {
        var value = builder.AddLocal(encoder.Encode(type));
        _il.Local(IlCode.Stloc, value);
        _il.Local(IlCode.Ldloc, value);
        _il.Branch(IlCode.Brfalse, missing);
        _il.Local(IlCode.Ldloc, value);
    }

    // Whatever is null on the way to it, what is compared is null.
    private void EmitNullTest(BinaryExpression comparison)
    {
        var operand = types.Of(comparison.Left).Kind == ValueKind.Null ? comparison.Right : comparison.Left;
        Label missing = new(), done = new();
        var isEqual = comparison.Operator == "==" ? 1 : 0;
        if (types.Of(operand).IsNullable)
        {
            EmitUnwrapped(operand, missing, missing);
            _il.Op(IlCode.Pop);
            _il.Number(1 - isEqual);
        }
        else
        {
            EmitObject(operand, missing);
            _il.Op(IlCode.Ldnull);
            _il.Op(IlCode.Ceq);
            if (isEqual == 0)
                Not();
        }
        _il.Branch(IlCode.Br, done);
        _il.Mark(missing);
        _il.Number(isEqual);
        _il.Mark(done);
    }

    // As C# lifts operators: what is null is equal to null only, and neither more nor less than anything.
    private void EmitLifted(BinaryExpression comparison, Comparison.Kind how, TypedValue a, TypedValue b, Label missing)
    {
        Label leftNone = new(), rightNone = new(), done = new();
        var kind = how switch
        {
            Comparison.Kind.Numbers => types.Common(comparison.Left, comparison.Right),
            Comparison.Kind.Durations => ValueKind.Duration,
            Comparison.Kind.Booleans => ValueKind.Boolean,
            Comparison.Kind.Enums => Comparison.Underlying(a.Kind == ValueKind.Enum ? a : b),
            _ => ValueKind.Struct,
        };
        var type = how == Comparison.Kind.Operator ? a.Bare : _conversions.TypeOf(kind);
        EmitPair(type, () => EmitOperand(comparison.Left, how, kind, b, missing, leftNone), () => EmitOperand(comparison.Right, how, kind, a, missing, rightNone));
        if (how == Comparison.Kind.Operator)
            _conversions.CallOperator(Comparison.Operator(a, b, comparison.Operator)!);
        else
            _conversions.Compare(kind, comparison.Operator);
        if (!a.IsNullable && !b.IsNullable)
            return;
        var differ = comparison.Operator == "!=" ? 1 : 0;
        _il.Branch(IlCode.Br, done);
        if (a.IsNullable)
        {
            _il.Mark(leftNone);
            if (b.IsNullable && comparison.IsEquality)
            {
                var bothNone = new Label();
                EmitUnwrapped(comparison.Right, missing, bothNone);
                _il.Op(IlCode.Pop);
                _il.Number(differ);
                _il.Branch(IlCode.Br, done);
                _il.Mark(bothNone);
                _il.Number(1 - differ);
            }
            else
            {
                _il.Number(differ);
            }
            _il.Branch(IlCode.Br, done);
        }
        if (b.IsNullable)
        {
            _il.Mark(rightNone);
            _il.Number(differ);
        }
        _il.Mark(done);
    }

    private void EmitOperand(Expression operand, Comparison.Kind how, ValueKind kind, TypedValue other, Label missing, Label none)
    {
        if (how == Comparison.Kind.Operator)
            EmitUnwrapped(operand, missing, none);
        else if (how == Comparison.Kind.Enums && operand is LiteralExpression { Value: string name })
            _conversions.Literal(new LiteralExpression(Comparison.Member(other, name)!.Value, name), kind);
        else
            EmitAs(operand, kind, missing, none);
    }

    private void EmitCall(CallExpression call, Label missing)
    {
        if (call.Function == Function.Length && types.Counted(call) is { } counted && types.Of(call.Arguments[0]).Kind != ValueKind.Text)
        {
            Emit(counted, missing);
            return;
        }
        var first = call.Arguments[0];
        if (call.Function == Function.TypeName)
        {
            EmitObject(first, missing);
            _il.Op(IlCode.Call, _probes.TypeName);
            return;
        }
        if (call.Function == Function.Length)
        {
            EmitText(first, missing);
            OrGo(method.Module.TypeSystem.String, missing);
            _il.Op(IlCode.Call, _probes.Length);
            return;
        }
        var isCollection = types.Of(first).Kind == ValueKind.Reference;
        Action<Expression, Label> emit = isCollection ? EmitObject : EmitText;
        EmitPair(isCollection ? method.Module.TypeSystem.Object : method.Module.TypeSystem.String, EmitSearched, () => emit(call.Arguments[1], missing));
        _il.Op(IlCode.Call, isCollection ? _probes.ContainsItem : _probes.TextFunction(call.Function.Name));

        void EmitSearched()
        {
            emit(first, missing);
            OrGo(isCollection ? method.Module.TypeSystem.Object : method.Module.TypeSystem.String, missing);
        }
    }
}
