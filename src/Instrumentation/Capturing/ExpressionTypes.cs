using System.Text.RegularExpressions;
using DdRun.Instrumentation.Expressions;
using DdRun.Instrumentation.Il;
using DdRun.Instrumentation.Plans;
using Mono.Cecil;

namespace DdRun.Instrumentation.Capturing;

/// <summary>Finds the types of an expression's parts in a method; what makes no sense is an error that says where.</summary>
internal sealed class ExpressionTypes(MethodDefinition method, TypeReference? resultType, string resultError)
{
    private readonly Dictionary<Expression, TypedValue> _known = new(ReferenceEqualityComparer.Instance);

    public TypeReference? ResultType => resultType;

    public TypedValue Boolean => new(ValueKind.Boolean, method.Module.TypeSystem.Boolean);

    public TypedValue Text => new(ValueKind.Text, method.Module.TypeSystem.String);

    /// <exception cref="ExpressionException">It makes no sense.</exception>
    public TypedValue Of(Expression expression)
    {
        if (!_known.TryGetValue(expression, out var type))
            _known[expression] = type = Find(expression);
        return type;
    }

    /// <summary>Whether it can be true.</summary>
    public bool MayBeTrue(Expression expression) => Of(expression).Kind is ValueKind.Boolean or ValueKind.Generic || Of(expression).Type.MetadataType == MetadataType.Object;

    public TypeReference Core(string name, bool isValueType) => new("System", name, method.Module, method.Module.TypeSystem.CoreLibrary, isValueType);

    /// <summary>The kind that two numbers are calculated in.</summary>
    public ValueKind Common(Expression left, Expression right)
    {
        ValueKind a = Numeric(Of(left).Kind), b = Numeric(Of(right).Kind);
        if (Adapt(left, b) is { } adapted)
            return adapted;
        if (Adapt(right, a) is { } other)
            return other;
        // No number type holds all values of both.
        if ((a, b) is (ValueKind.UInt64, ValueKind.Int32 or ValueKind.Int64) or (ValueKind.Int32 or ValueKind.Int64, ValueKind.UInt64))
            return ValueKind.Decimal;
        if ((a, b) is (ValueKind.Decimal, ValueKind.Single or ValueKind.Double) or (ValueKind.Single or ValueKind.Double, ValueKind.Decimal))
            return ValueKind.Double;
        if ((a, b) is (ValueKind.UInt32, ValueKind.Int32) or (ValueKind.Int32, ValueKind.UInt32))
            return ValueKind.Int64;
        return a > b ? a : b;
    }

    /// <summary>The type that either of two values becomes.</summary>
    public TypedValue Unify(Expression whole, Expression left, Expression right)
    {
        TypedValue a = Of(left), b = Of(right);
        if (a.IsNumber && b.IsNumber)
            return Number(Common(left, right));
        if (a.Kind == ValueKind.Null && b.Kind is ValueKind.Text or ValueKind.Reference)
            return b;
        if (b.Kind == ValueKind.Null && a.Kind is ValueKind.Text or ValueKind.Reference)
            return a;
        if (a.Kind is ValueKind.Char or ValueKind.Text && b.Kind is ValueKind.Char or ValueKind.Text)
            return Text;
        if (a.Kind == b.Kind && a.Bare.FullName == b.Bare.FullName && a.Kind != ValueKind.Generic)
            return TypedValue.Of(a.Bare) with { Kind = a.Kind };
        if (a.Kind is ValueKind.Reference or ValueKind.Text && b.Kind is ValueKind.Reference or ValueKind.Text)
            return new(ValueKind.Reference, method.Module.TypeSystem.Object);
        throw new ExpressionException(whole.Column, $"{a.Describe} and {b.Describe} have no type in common");
    }

    public TypedValue Number(ValueKind kind)
    {
        var types = method.Module.TypeSystem;
        return new(kind, kind switch
        {
            ValueKind.Int32 => types.Int32,
            ValueKind.UInt32 => types.UInt32,
            ValueKind.Int64 => types.Int64,
            ValueKind.UInt64 => types.UInt64,
            ValueKind.Single => types.Single,
            ValueKind.Double => types.Double,
            _ => Core("Decimal", isValueType: true),
        });
    }

    private static ValueKind Numeric(ValueKind kind) => kind == ValueKind.Char ? ValueKind.Int32 : kind;

    // A number that stands in the text takes the other's type where that holds it.
    private static ValueKind? Adapt(Expression expression, ValueKind other) => expression switch
    {
        LiteralExpression { Value: long whole } => other switch
        {
            ValueKind.Int32 when whole is >= int.MinValue and <= int.MaxValue => other,
            ValueKind.UInt32 when whole is >= 0 and <= uint.MaxValue => other,
            ValueKind.UInt64 when whole >= 0 => other,
            ValueKind.Int64 or ValueKind.Single or ValueKind.Double or ValueKind.Decimal => other,
            _ => null,
        },
        LiteralExpression { Value: double real } when other == ValueKind.Decimal && Math.Abs(real) < 1e28 => other,
        _ => null,
    };

    private TypedValue Find(Expression expression) => expression switch
    {
        PathExpression path => OfPath(path),
        LiteralExpression literal => OfLiteral(literal),
        UnaryExpression { Operator: "!" } not => Condition(not.Operand),
        UnaryExpression minus => Negated(minus),
        BinaryExpression { Operator: "&&" or "||" } logic => Condition(logic.Left, logic.Right),
        BinaryExpression { Operator: "??" } coalesce => Unify(coalesce, coalesce.Left, coalesce.Right),
        BinaryExpression { IsEquality: true } equality => Equality(equality),
        BinaryExpression { IsOrder: true } order => Order(order),
        BinaryExpression sum => Sum(sum),
        ConditionalExpression choice => Choice(choice),
        CallExpression call => Call(call),
        _ => throw new ExpressionException(expression.Column, "this is no expression"),
    };

    private TypedValue OfPath(PathExpression path)
    {
        if (path.Root is PathRoot.Duration or PathRoot.Error)
        {
            if (path.Steps.Length > 0)
                throw new ExpressionException(path.Column, $"'{path.Name}' has no members");
            return path.Root == PathRoot.Error ? Boolean : new(ValueKind.Duration, method.Module.TypeSystem.Int64);
        }
        if (path.Root == PathRoot.Return && resultType is null)
            throw new ExpressionException(path.Column, resultError);
        var items = new PlanItems();
        var scratch = new BodyBuilder(items, new ProbeMembers(items), [], new Workspace());
        try
        {
            var type = new PathCompiler(method, new TypeEncoder(method.Module, items), scratch).Compile(path, 0, resultType, new Label(), out var error);
            return type is not null ? TypedValue.Of(type) : throw new ExpressionException(path.Column, error);
        }
        catch (Exception e) when (e is NotSupportedException or AssemblyResolutionException)
        {
            throw new ExpressionException(path.Column, e.Message);
        }
    }

    private TypedValue OfLiteral(LiteralExpression literal) => literal.Value switch
    {
        null => new(ValueKind.Null, method.Module.TypeSystem.Object),
        bool => Boolean,
        long whole => Number(whole is >= int.MinValue and <= int.MaxValue ? ValueKind.Int32 : ValueKind.Int64),
        double => Number(ValueKind.Double),
        TimeSpan => new(ValueKind.Duration, method.Module.TypeSystem.Int64),
        _ => Text,
    };

    private TypedValue Condition(params ReadOnlySpan<Expression> operands)
    {
        foreach (var operand in operands)
        {
            if (!MayBeTrue(operand))
                throw new ExpressionException(operand.Column, $"a condition is a boolean, and this is {Of(operand).Describe}");
        }
        return Boolean;
    }

    private TypedValue Negated(UnaryExpression minus)
    {
        var type = Of(minus.Operand);
        if (!type.IsNumber && type.Kind != ValueKind.Char)
            throw new ExpressionException(minus.Operand.Column, $"'-' is for numbers, and this is {type.Describe}");
        return Number(Numeric(type.Kind) switch { ValueKind.UInt32 => ValueKind.Int64, ValueKind.UInt64 => ValueKind.Decimal, var kind => kind });
    }

    private TypedValue Equality(BinaryExpression equality)
    {
        TypedValue a = Of(equality.Left), b = Of(equality.Right);
        if (Comparison.Of(equality, a, b) == Comparison.None)
            throw new ExpressionException(equality.Column, EnumHint(equality, a, b) ?? $"{a.Describe} and {b.Describe} cannot be compared");
        return Boolean;
    }

    private static string? EnumHint(BinaryExpression equality, TypedValue a, TypedValue b)
    {
        var (type, other) = a.Kind == ValueKind.Enum ? (a, equality.Right) : (b, equality.Left);
        return type.Kind == ValueKind.Enum && other is LiteralExpression { Value: string name }
            ? $"{type.Bare.Name} has no member '{name}'" + (DdRun.Instrumentation.Text.Nearest.Of(name, Comparison.Names(type)) is { } near ? $"; did you mean '{near}'?" : "")
            : null;
    }

    private TypedValue Order(BinaryExpression order)
    {
        TypedValue a = Of(order.Left), b = Of(order.Right);
        var kind = Comparison.Of(order, a, b);
        if (kind is Comparison.Kind.Numbers or Comparison.Kind.Durations or Comparison.Kind.Enums or Comparison.Kind.Operator)
            return Boolean;
        throw new ExpressionException(order.Column,
            (a.Kind, b.Kind) is (ValueKind.Text, ValueKind.Text) ? $"texts have no order here: '{order.Operator}' is for numbers, durations and dates"
            : a.Kind is ValueKind.Duration or ValueKind.Time && b.IsNumber || b.Kind is ValueKind.Duration or ValueKind.Time && a.IsNumber ? "a duration is compared with a duration: write its unit, as in 50ms"
            : $"{a.Describe} and {b.Describe} have no order");
    }

    private TypedValue Sum(BinaryExpression sum)
    {
        TypedValue a = Of(sum.Left), b = Of(sum.Right);
        var isPlus = sum.Operator == "+";
        if (isPlus && (a.Kind == ValueKind.Text || b.Kind == ValueKind.Text))
            return Text;
        if (IsNumeric(a) && IsNumeric(b))
            return Number(Common(sum.Left, sum.Right));
        if (a.Kind is ValueKind.Duration or ValueKind.Time && b.Kind is ValueKind.Duration or ValueKind.Time)
            return new(ValueKind.Duration, method.Module.TypeSystem.Int64);
        throw new ExpressionException(sum.Column, $"'{sum.Operator}' is for numbers{(isPlus ? " and texts" : "")}, and these are {a.Describe} and {b.Describe}");
    }

    private static bool IsNumeric(TypedValue value) => value.IsNumber || value.Kind == ValueKind.Char;

    private TypedValue Choice(ConditionalExpression choice)
    {
        Condition(choice.Condition);
        return Unify(choice, choice.WhenTrue, choice.WhenFalse);
    }

    private TypedValue Call(CallExpression call)
    {
        var first = Of(call.Arguments[0]);
        if (call.Function == Function.TypeName)
            return Text;
        if (call.Function == Function.Length)
        {
            if (first.Kind != ValueKind.Text && Counted(call) is null)
                throw new ExpressionException(call.Arguments[0].Column, $"'length' is for texts and collections, and this is {first.Describe}");
            return Number(ValueKind.Int32);
        }
        var second = Of(call.Arguments[1]);
        if (call.Function == Function.Contains && first.Kind == ValueKind.Reference && Comparison.IsEnumerable(first.Type))
            return Boolean;
        if (first.Kind != ValueKind.Text)
            throw new ExpressionException(call.Arguments[0].Column, $"'{call.Function.Name}' is for texts{(call.Function == Function.Contains ? " and collections" : "")}, and this is {first.Describe}");
        if (second.Kind != ValueKind.Text && !(second.Kind == ValueKind.Char && call.Function != Function.Matches))
            throw new ExpressionException(call.Arguments[1].Column, $"'{call.Function.Name}' wants a text here, and this is {second.Describe}");
        if (call.Function == Function.Matches && call.Arguments[1] is LiteralExpression { Value: string pattern })
            CheckPattern(pattern, call.Arguments[1].Column);
        return Boolean;
    }

    /// <summary>The path to the length of what is counted; null where it has none.</summary>
    public PathExpression? Counted(CallExpression call)
    {
        if (call.Arguments[0] is not PathExpression path)
            return null;
        foreach (var name in new[] { "Length", "Count" })
        {
            var member = path with { Steps = [.. path.Steps, new PathStep(name)] };
            try
            {
                if (Of(member).Kind == ValueKind.Int32)
                    return member;
            }
            catch (ExpressionException)
            {
                // Maybe the other one.
            }
        }
        return null;
    }

    private static void CheckPattern(string pattern, int column)
    {
        try
        {
            _ = new Regex(pattern);
        }
        catch (ArgumentException e)
        {
            throw new ExpressionException(column, $"not a regular expression: {e.Message}");
        }
    }
}
