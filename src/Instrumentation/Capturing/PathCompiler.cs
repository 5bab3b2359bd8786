using System.Globalization;
using DdRun.Instrumentation.Expressions;
using DdRun.Instrumentation.Il;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Plans;
using DdRun.Instrumentation.Text;
using Mono.Cecil;

namespace DdRun.Instrumentation.Capturing;

/// <summary>Type-checks a path in a method and writes the IL that walks it.</summary>
internal sealed class PathCompiler(MethodDefinition method, TypeEncoder encoder, BodyBuilder builder)
{
    // "allows ref struct", which Cecil has no name for.
    private const GenericParameterAttributes AllowByRefLike = (GenericParameterAttributes)0x20;

    private readonly IlWriter _il = builder.Il;

    /// <summary>Leaves the value on the stack, or goes to <paramref name="missing"/> with an empty one. Null with an error when the path makes no sense.</summary>
    public TypeReference? Compile(PathExpression path, int result, TypeReference? resultType, Label missing, out string error)
    {
        if (Root(path, result, resultType, path.Steps.Length > 0, out var isAddress, out error) is not { } type)
            return null;
        for (var i = 0; i < path.Steps.Length; i++)
        {
            if (Step(type, path.Steps[i], i + 1 < path.Steps.Length, missing, ref isAddress, out error) is not { } next)
                return null;
            type = next;
        }
        if (type is ByReferenceType reference)
        {
            type = BareType.Of(reference.ElementType);
            _il.Op(IlCode.Ldobj, encoder.Reference(type));
        }
        if (CannotBeCaptured(type))
        {
            error = $"'{path}' is a {type.Name}, which no tag can hold";
            return null;
        }
        return type;
    }

    public static bool CannotBeCaptured(TypeReference type) =>
        type is PointerType or FunctionPointerType or ByReferenceType || type.MetadataType is MetadataType.TypedByReference or MetadataType.Void || IsByRefLike(type);

    private static bool IsByRefLike(TypeReference type)
    {
        if (type is GenericParameter parameter)
            return (parameter.Attributes & AllowByRefLike) != 0;
        if (!type.IsValueType || type.IsPrimitive || type.Resolve() is not { HasCustomAttributes: true } definition)
            return false;
        foreach (var attribute in definition.CustomAttributes)
        {
            if (attribute.AttributeType.FullName == "System.Runtime.CompilerServices.IsByRefLikeAttribute")
                return true;
        }
        return false;
    }

    private TypeReference? Root(PathExpression path, int result, TypeReference? resultType, bool hasSteps, out bool isAddress, out string error)
    {
        error = "";
        isAddress = false;
        switch (path.Root)
        {
            case PathRoot.This:
                if (!method.HasThis)
                {
                    error = "a static method has no 'this'";
                    return null;
                }
                var self = GenericTypes.Self(method.DeclaringType);
                _il.Op(IlCode.Ldarg0);
                isAddress = method.DeclaringType.IsValueType;
                if (isAddress && !hasSteps)
                    _il.Op(IlCode.Ldobj, encoder.Reference(self));
                return self;
            case PathRoot.Exception:
                // Only ever checked: what reads it runs when the method has ended.
                _il.Op(IlCode.Ldnull);
                return new TypeReference("System", "Exception", method.Module, method.Module.TypeSystem.CoreLibrary);
            case PathRoot.Return:
                if (resultType is null)
                {
                    error = "the method returns nothing that an expression could read";
                    return null;
                }
                return Load(resultType, hasSteps, IlCode.Ldloc, IlCode.Ldloca, result, out isAddress);
            default:
                if (Parameter(path) is not { } parameter)
                {
                    var names = new List<string>();
                    foreach (var one in method.Parameters)
                        names.Add(one.Name);
                    error = Nearest.Of(path.Name, names.ToArray()) is { } near
                        ? $"the method has no argument '{path.Name}'; did you mean '{near}'?"
                        : $"the method has no argument '{path.Name}'";
                    return null;
                }
                return Load(parameter.ParameterType, hasSteps, IlCode.Ldarg, IlCode.Ldarga, parameter.Sequence, out isAddress);
        }
    }

    private ParameterDefinition? Parameter(PathExpression path)
    {
        if (path.Index >= 0)
            return path.Index < method.Parameters.Count ? method.Parameters[path.Index] : null;
        foreach (var parameter in method.Parameters)
        {
            if (parameter.Name == path.Name)
                return parameter;
        }
        return null;
    }

    private TypeReference Load(TypeReference type, bool hasSteps, IlCode value, IlCode address, int index, out bool isAddress)
    {
        type = BareType.Of(type);
        isAddress = false;
        if (type is ByReferenceType reference)
        {
            var element = BareType.Of(reference.ElementType);
            _il.Local(value, index);
            isAddress = hasSteps && TypeEncoder.IsValueType(element);
            if (!isAddress)
                _il.Op(IlCode.Ldobj, encoder.Reference(element));
            return element;
        }
        isAddress = hasSteps && type is not GenericParameter && TypeEncoder.IsValueType(type);
        _il.Local(isAddress ? address : value, index);
        return type;
    }

    private TypeReference? Step(TypeReference type, PathStep step, bool more, Label missing, ref bool isAddress, out string error)
    {
        error = "";
        if (type is GenericParameter)
        {
            error = $"the type parameter {type.Name} has no members here";
            return null;
        }
        if (type is PointerType or FunctionPointerType)
        {
            error = "a pointer has no members here";
            return null;
        }
        if (IsNullable(type) && step.Member != "HasValue")
        {
            var isValue = step.Member == "Value";
            type = Unwrap((GenericInstanceType)type, missing, more || !isValue, ref isAddress);
            if (isValue)
                return type;
        }
        else if (!isAddress)
        {
            SkipNull(missing);
        }
        if (type is ArrayType array)
            return ArrayStep(array, step, more, ref isAddress, out error);
        var isText = step.Key is not null;
        var (member, owner) = step.Member is { } name ? MemberLookup.Find(type, name) : MemberLookup.FindIndexer(type, isText, method);
        if (member is null)
        {
            error = step.Member is null
                ? $"{type.Name} has no indexer by {(isText ? "a text" : "a number")}"
                : $"{type.Name} has no field or property '{step.Member}'" + (Nearest.Of(step.Member, MemberLookup.Names(type)) is { } near ? $"; did you mean '{near}'?" : "");
            return null;
        }
        if (!Accessibility.CanUse(method, member))
        {
            error = $"'{step}' of {type.Name} is not accessible from {method.DeclaringType.Name}";
            return null;
        }
        if (isText)
            _il.Op(IlCode.Ldstr, builder.Items.UserString(step.Key!));
        else if (step.Number is { } number)
            _il.Number(number);
        var found = member is FieldDefinition field ? Field(field, owner) : Getter((MethodDefinition)member, owner, type, isAddress);
        return Settle(found, more, ref isAddress);
    }

    private TypeReference Field(FieldDefinition field, TypeReference owner)
    {
        _il.Op(IlCode.Ldfld, Member(field, owner, field.Name, new PlanBlob().Add(0x06).Append(encoder.Encode(field.FieldType))));
        return GenericTypes.Substitute(field.FieldType, owner);
    }

    private TypeReference Getter(MethodDefinition getter, TypeReference owner, TypeReference type, bool isAddress)
    {
        var signature = new PlanBlob().Add(0x20).Number(getter.Parameters.Count).Append(encoder.Encode(getter.ReturnType));
        foreach (var parameter in getter.Parameters)
            signature.Append(encoder.Encode(parameter.ParameterType));
        var reference = Member(getter, owner, getter.Name, signature);
        if (isAddress && getter.DeclaringType.IsValueType)
        {
            _il.Op(IlCode.Call, reference);
        }
        else
        {
            // A member of Object or of an enumeration's base, reached through the address of a value.
            if (isAddress)
                _il.Op(IlCode.Constrained, encoder.Reference(type));
            _il.Op(IlCode.Callvirt, reference);
        }
        return GenericTypes.Substitute(getter.ReturnType, owner);
    }

    private TypeReference Settle(TypeReference type, bool more, ref bool isAddress)
    {
        type = BareType.Of(type);
        isAddress = false;
        if (type is ByReferenceType reference)
        {
            type = BareType.Of(reference.ElementType);
            isAddress = more && TypeEncoder.IsValueType(type);
            if (!isAddress)
                _il.Op(IlCode.Ldobj, encoder.Reference(type));
            return type;
        }
        if (more && type is not GenericParameter && TypeEncoder.IsValueType(type))
        {
            var holder = builder.AddLocal(encoder.Encode(type));
            _il.Local(IlCode.Stloc, holder);
            _il.Local(IlCode.Ldloca, holder);
            isAddress = true;
        }
        return type;
    }

    private TypeReference? ArrayStep(ArrayType array, PathStep step, bool more, ref bool isAddress, out string error)
    {
        error = "";
        if (step.Member is "Length" or "Count" && array.IsVector)
        {
            _il.Op(IlCode.Ldlen);
            _il.Op(IlCode.ConvI4);
            isAddress = false;
            return method.Module.TypeSystem.Int32;
        }
        if (step.Number is not { } index || !array.IsVector)
        {
            error = $"an array has 'Length' and indexes, not '{step}'";
            return null;
        }
        _il.Number(index);
        _il.Op(IlCode.Ldelem, encoder.Reference(array.ElementType));
        return Settle(array.ElementType, more, ref isAddress);
    }

    private TypeReference Unwrap(GenericInstanceType nullable, Label missing, bool more, ref bool isAddress)
    {
        if (!isAddress)
        {
            var holder = builder.AddLocal(encoder.Encode(nullable));
            _il.Local(IlCode.Stloc, holder);
            _il.Local(IlCode.Ldloca, holder);
        }
        var present = new Label();
        var parent = encoder.Reference(nullable);
        _il.Op(IlCode.Dup);
        _il.Op(IlCode.Call, builder.Items.MemberReference(parent, "get_HasValue", new PlanBlob().Add(0x20, 0, 0x02)));
        _il.Branch(IlCode.Brtrue, present);
        _il.Op(IlCode.Pop);
        _il.Branch(IlCode.Br, missing);
        _il.Mark(present);
        _il.Op(IlCode.Call, builder.Items.MemberReference(parent, "GetValueOrDefault", new PlanBlob().Add(0x20, 0, SignatureReader.TypeVariable, 0)));
        return Settle(nullable.GenericArguments[0], more, ref isAddress);
    }

    private void SkipNull(Label missing)
    {
        var present = new Label();
        _il.Op(IlCode.Dup);
        _il.Branch(IlCode.Brtrue, present);
        _il.Op(IlCode.Pop);
        _il.Branch(IlCode.Br, missing);
        _il.Mark(present);
    }

    private PlanReference Member(IMemberDefinition member, TypeReference owner, string name, PlanBlob signature) =>
        ReferenceEquals(member.DeclaringType.Module, method.Module) && owner is not GenericInstanceType
            ? PlanReference.Token(member.MetadataToken.ToUInt32())
            : builder.Items.MemberReference(encoder.Reference(owner), name, signature);

    private static bool IsNullable(TypeReference type) => type is GenericInstanceType { ElementType: { Namespace: "System", Name: "Nullable`1" } };
}
