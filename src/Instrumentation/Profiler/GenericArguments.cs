using System.Reflection;

namespace DdRun.Instrumentation.Profiler;

/// <summary>Types to compile a generic method with.</summary>
internal static class GenericArguments
{
    /// <summary>False when a parameter's constraints leave no obvious choice.</summary>
    public static bool TryChoose(MethodBase method, out RuntimeTypeHandle[] arguments)
    {
        Type[] ofType = method.DeclaringType?.GetGenericArguments() ?? [];
        Type[] ofMethod = method.IsGenericMethodDefinition ? method.GetGenericArguments() : [];
        arguments = new RuntimeTypeHandle[ofType.Length + ofMethod.Length];
        int count = 0;
        foreach (Type[] parameters in (ReadOnlySpan<Type[]>)[ofType, ofMethod])
            foreach (Type parameter in parameters)
            {
                if (Choose(parameter) is not { } chosen)
                    return false;
                arguments[count++] = chosen.TypeHandle;
            }
        return true;
    }

    static Type? Choose(Type parameter)
    {
        bool isValueType = (parameter.GenericParameterAttributes & GenericParameterAttributes.NotNullableValueTypeConstraint) != 0;
        Type candidate = isValueType ? typeof(int) : typeof(object);
        foreach (Type constraint in parameter.GetGenericParameterConstraints())
        {
            if (constraint == typeof(ValueType))
                continue;
            // A type satisfies a constraint to itself, as long as it is the only one and needs no constructor.
            if (isValueType || candidate != typeof(object) || constraint.ContainsGenericParameters || !constraint.IsVisible ||
                (parameter.GenericParameterAttributes & GenericParameterAttributes.DefaultConstructorConstraint) != 0 ||
                HasStaticAbstracts(constraint))
                return null;
            candidate = constraint;
        }
        return candidate;
    }

    static bool HasStaticAbstracts(Type constraint)
    {
        if (!constraint.IsInterface)
            return false;
        foreach (MethodInfo method in constraint.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            if (method.IsAbstract)
                return true;
        foreach (Type inherited in constraint.GetInterfaces())
            if (HasStaticAbstracts(inherited))
                return true;
        return false;
    }
}
