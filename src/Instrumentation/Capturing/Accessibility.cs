using Mono.Cecil;

namespace DdRun.Instrumentation.Capturing;

/// <summary>Whether woven code may use a member: the runtime checks what a compiler would have.</summary>
internal static class Accessibility
{
    public static bool CanUse(MethodDefinition from, IMemberDefinition member)
    {
        var owner = member.DeclaringType;
        if (!CanUse(from.DeclaringType, owner))
            return false;
        var access = member switch
        {
            MethodDefinition method => method.Attributes & MethodAttributes.MemberAccessMask,
            // Fields have the same numbers.
            FieldDefinition field => (MethodAttributes)(field.Attributes & FieldAttributes.FieldAccessMask),
            _ => MethodAttributes.Private,
        };
        var sameAssembly = SameAssembly(from.DeclaringType, owner);
        return access switch
        {
            MethodAttributes.Public => true,
            MethodAttributes.Assembly => sameAssembly,
            MethodAttributes.FamORAssem => sameAssembly || DerivesFrom(from.DeclaringType, owner),
            MethodAttributes.FamANDAssem => sameAssembly && DerivesFrom(from.DeclaringType, owner),
            MethodAttributes.Family => DerivesFrom(from.DeclaringType, owner),
            MethodAttributes.Private => IsWithin(from.DeclaringType, owner),
            _ => false,
        };
    }

    private static bool CanUse(TypeDefinition from, TypeDefinition type)
    {
        for (var at = type; at is not null; at = at.DeclaringType)
        {
            if (at.IsPublic || at.IsNestedPublic || SameAssembly(from, type) && !at.IsNestedPrivate)
                continue;
            if (at.IsNested && IsWithin(from, at.DeclaringType))
                continue;
            return false;
        }
        return true;
    }

    private static bool SameAssembly(TypeDefinition a, TypeDefinition b) => ReferenceEquals(a.Module, b.Module) || a.Module.Assembly?.FullName == b.Module.Assembly?.FullName;

    private static bool IsWithin(TypeDefinition? inner, TypeDefinition outer)
    {
        for (; inner is not null; inner = inner.DeclaringType)
        {
            if (inner.FullName == outer.FullName)
                return true;
        }
        return false;
    }

    private static bool DerivesFrom(TypeDefinition type, TypeDefinition parent)
    {
        for (var at = type; at is not null; at = at.BaseType?.Resolve())
        {
            if (at.FullName == parent.FullName)
                return true;
        }
        return false;
    }
}
