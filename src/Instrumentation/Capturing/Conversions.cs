using DdRun.Instrumentation.Expressions;
using DdRun.Instrumentation.Il;
using DdRun.Instrumentation.Plans;
using Mono.Cecil;

namespace DdRun.Instrumentation.Capturing;

/// <summary>Writes the IL that makes one kind of value of another, compares values and calculates with them.</summary>
internal sealed class Conversions(ExpressionTypes types, TypeEncoder encoder, BodyBuilder builder)
{
    private const byte Instance = 0x20, Int32 = 0x08, Boolean = 0x02, Byte = 0x05, Int64 = 0x0A;
    private const int NanosecondsPerTick = 100;

    private readonly IlWriter _il = builder.Il;
    private PlanReference? _decimal;

    private PlanReference Decimal => _decimal ??= encoder.Reference(types.Core("Decimal", isValueType: true));

    /// <summary>What a value of a kind lies in while it waits.</summary>
    public TypeReference TypeOf(ValueKind kind) => kind switch
    {
        ValueKind.Boolean => types.Boolean.Type,
        ValueKind.Duration => types.Number(ValueKind.Int64).Type,
        ValueKind.Char => types.Number(ValueKind.Int32).Type,
        _ => types.Number(kind).Type,
    };

    public void Literal(LiteralExpression literal, ValueKind kind)
    {
        switch (literal.Value)
        {
            case null:
                _il.Op(IlCode.Ldnull);
                break;
            case bool flag:
                _il.Number(flag ? 1 : 0);
                break;
            case string text:
                _il.Op(IlCode.Ldstr, builder.Items.UserString(text));
                break;
            case TimeSpan time:
                _il.Long(time.Ticks * NanosecondsPerTick);
                break;
            case long whole when kind is ValueKind.Int32 or ValueKind.UInt32:
                _il.Number(unchecked((int)whole));
                break;
            case long whole when kind is ValueKind.Int64 or ValueKind.UInt64:
                _il.Long(whole);
                break;
            case long whole when kind is ValueKind.Single or ValueKind.Double:
                _il.Real(whole);
                break;
            case double real when kind != ValueKind.Decimal:
                _il.Real(real);
                break;
            default:
                LoadDecimal(literal.Value is long number ? number : (decimal)(double)literal.Value);
                break;
        }
    }

    public void Convert(TypedValue value, ValueKind to)
    {
        if (value.Kind == ValueKind.Enum)
            value = value with { Kind = Comparison.Underlying(value) };
        if (to == ValueKind.Duration && value.Kind == ValueKind.Time)
        {
            var holder = builder.AddLocal(encoder.Encode(value.Type));
            _il.Local(IlCode.Stloc, holder);
            _il.Local(IlCode.Ldloca, holder);
            _il.Op(IlCode.Call, builder.Items.MemberReference(encoder.Reference(value.Type), "get_Ticks", new PlanBlob().Add(Instance, 0, Int64)));
            _il.Long(NanosecondsPerTick);
            _il.Op(IlCode.Mul);
            return;
        }
        if (value.Kind == to || to is ValueKind.Boolean or ValueKind.Duration)
            return;
        if (to == ValueKind.Decimal)
        {
            Call(value.Kind is ValueKind.Single or ValueKind.Double ? "op_Explicit" : "op_Implicit", encoder.Encode(TypeOf(value.Kind)), DecimalType);
            return;
        }
        if (value.Kind == ValueKind.Decimal)
        {
            Call("op_Explicit", DecimalType, encoder.Encode(types.Number(ValueKind.Double).Type));
            return;
        }
        var isUnsigned = value.Kind is ValueKind.UInt32 or ValueKind.UInt64;
        switch (to)
        {
            case ValueKind.Int64 or ValueKind.UInt64:
                _il.Op(isUnsigned ? IlCode.ConvU8 : IlCode.ConvI8);
                break;
            case ValueKind.Single or ValueKind.Double:
                if (isUnsigned)
                    _il.Op(IlCode.ConvRUn);
                _il.Op(to == ValueKind.Single ? IlCode.ConvR4 : IlCode.ConvR8);
                break;
        }
    }

    public void Negate(ValueKind kind)
    {
        if (kind == ValueKind.Decimal)
            Call("op_UnaryNegation", DecimalType, DecimalType);
        else
            _il.Op(IlCode.Neg);
    }

    public void Add(ValueKind kind, bool isPlus)
    {
        if (kind == ValueKind.Decimal)
            Call(isPlus ? "op_Addition" : "op_Subtraction", DecimalType, DecimalType, DecimalType);
        else
            _il.Op(isPlus ? IlCode.Add : IlCode.Sub);
    }

    /// <summary>Two values of a kind become 1 or 0.</summary>
    public void Compare(ValueKind kind, string sign)
    {
        if (kind == ValueKind.Decimal)
        {
            Call(sign switch { "==" => "op_Equality", "!=" => "op_Inequality", "<" => "op_LessThan", "<=" => "op_LessThanOrEqual", ">" => "op_GreaterThan", _ => "op_GreaterThanOrEqual" },
                new PlanBlob().Add(Boolean), DecimalType, DecimalType);
            return;
        }
        var isUnsigned = kind is ValueKind.UInt32 or ValueKind.UInt64;
        // Not a number is neither more nor less than anything: "not more" has to be false of it as well.
        var isReal = kind is ValueKind.Single or ValueKind.Double;
        switch (sign)
        {
            case "==" or "!=":
                _il.Op(IlCode.Ceq);
                break;
            case "<":
                _il.Op(isUnsigned ? IlCode.CltUn : IlCode.Clt);
                return;
            case ">":
                _il.Op(isUnsigned ? IlCode.CgtUn : IlCode.Cgt);
                return;
            case "<=":
                _il.Op(isUnsigned || isReal ? IlCode.CgtUn : IlCode.Cgt);
                break;
            default:
                _il.Op(isUnsigned || isReal ? IlCode.CltUn : IlCode.Clt);
                break;
        }
        if (sign == "==")
            return;
        _il.Number(0);
        _il.Op(IlCode.Ceq);
    }

    public void CallOperator(MethodDefinition operation)
    {
        var owner = new PlanBlob().Add(0x00).Number(2).Add(Boolean).Append(encoder.Encode(operation.Parameters[0].ParameterType)).Append(encoder.Encode(operation.Parameters[1].ParameterType));
        _il.Op(IlCode.Call, builder.Items.MemberReference(encoder.Reference(operation.DeclaringType), operation.Name, owner));
    }

    private PlanBlob DecimalType => encoder.Encode(types.Core("Decimal", isValueType: true));

    private void LoadDecimal(decimal value)
    {
        var bits = decimal.GetBits(value);
        _il.Number(bits[0]);
        _il.Number(bits[1]);
        _il.Number(bits[2]);
        _il.Number(bits[3] < 0 ? 1 : 0);
        _il.Number(bits[3] >> 16 & 0xFF);
        _il.Op(IlCode.Newobj, builder.Items.MemberReference(Decimal, ".ctor", new PlanBlob().Add(Instance, 5, 0x01, Int32, Int32, Int32, Boolean, Byte)));
    }

    // A static method of Decimal: an argument and its result, or two arguments.
    private void Call(string name, PlanBlob argument, PlanBlob resultType) =>
        _il.Op(IlCode.Call, builder.Items.MemberReference(Decimal, name, new PlanBlob().Add(0x00, 1).Append(resultType).Append(argument)));

    private void Call(string name, PlanBlob resultType, PlanBlob left, PlanBlob right) =>
        _il.Op(IlCode.Call, builder.Items.MemberReference(Decimal, name, new PlanBlob().Add(0x00, 2).Append(resultType).Append(left).Append(right)));
}
