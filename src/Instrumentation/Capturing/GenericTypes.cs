using Mono.Cecil;

namespace DdRun.Instrumentation.Capturing;

/// <summary>Puts type arguments in place of type parameters.</summary>
internal static class GenericTypes
{
    /// <param name="type">A type as a member's declaration names it.</param>
    /// <param name="owner">The type through which the member is reached.</param>
    /// <param name="method">The method whose parameter it is, where that is an instance of a generic one.</param>
    public static TypeReference Substitute(TypeReference type, TypeReference owner, GenericInstanceMethod? method = null)
    {
        var instance = owner as GenericInstanceType;
        if (instance is null && method is null)
            return type;
        switch (type)
        {
            case GenericParameter { Type: GenericParameterType.Type } parameter when parameter.Position < instance?.GenericArguments.Count:
                return instance.GenericArguments[parameter.Position];
            case GenericParameter { Type: GenericParameterType.Method } parameter when parameter.Position < method?.GenericArguments.Count:
                return method.GenericArguments[parameter.Position];
            case GenericInstanceType generic:
                var copy = new GenericInstanceType(generic.ElementType);
                foreach (var argument in generic.GenericArguments)
                    copy.GenericArguments.Add(Substitute(argument, owner, method));
                return copy;
            case ArrayType array:
                return array.IsVector ? new ArrayType(Substitute(array.ElementType, owner, method)) : new ArrayType(Substitute(array.ElementType, owner, method), array.Rank);
            case ByReferenceType reference:
                return new ByReferenceType(Substitute(reference.ElementType, owner, method));
            case PointerType pointer:
                return new PointerType(Substitute(pointer.ElementType, owner, method));
            case IModifierType modified:
                return Substitute(modified.ElementType, owner, method);
            default:
                return type;
        }
    }

    /// <summary>A definition as seen from inside: its own parameters are its arguments.</summary>
    public static TypeReference Self(TypeDefinition type)
    {
        if (!type.HasGenericParameters)
            return type;
        var self = new GenericInstanceType(type);
        foreach (var parameter in type.GenericParameters)
            self.GenericArguments.Add(parameter);
        return self;
    }
}
