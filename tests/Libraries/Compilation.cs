#nullable disable
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Libraries;

public static class Compilation
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly, int shown = 20)
    {
        int compiled = 0, open = 0;
        var failures = new List<string>();
        foreach (var type in assembly.GetTypes())
        {
            foreach (var method in type.GetMembers(Declared).OfType<MethodBase>())
            {
                if (method.IsAbstract || (method.MethodImplementationFlags & MethodImplAttributes.CodeTypeMask) != MethodImplAttributes.IL || method.GetMethodBody() is null)
                    continue;
                try
                {
                    if (TryChoose(method, out var arguments))
                    {
                        // A virtual method that has no entry point yet counts as prepared.
                        if (arguments.Length == 0 && method.IsVirtual)
                            _ = method.MethodHandle.GetFunctionPointer();
                        if (arguments.Length == 0)
                            RuntimeHelpers.PrepareMethod(method.MethodHandle);
                        else
                            RuntimeHelpers.PrepareMethod(method.MethodHandle, arguments);
                        compiled++;
                    }
                    else
                    {
                        open++;
                    }
                }
                catch (Exception e)
                {
                    failures.Add($"{type}.{method.Name}: {e.GetType().Name} {e.Message.Split('\n')[0]}");
                }
            }
        }
        failures.Sort(StringComparer.Ordinal);
        return $"{assembly.GetName().Name}: {compiled} compiled, {open} without type arguments, {failures.Count} failed\n{string.Join('\n', failures.Take(shown))}";
    }

    private static bool TryChoose(MethodBase method, out RuntimeTypeHandle[] handles)
    {
        Type[] parameters = [.. method.DeclaringType.GetGenericArguments(), .. method.IsGenericMethodDefinition ? method.GetGenericArguments() : []];
        handles = new RuntimeTypeHandle[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            var constraints = parameters[i].GetGenericParameterConstraints().Where(constraint => constraint != typeof(ValueType)).ToArray();
            var isStruct = (parameters[i].GenericParameterAttributes & GenericParameterAttributes.NotNullableValueTypeConstraint) != 0;
            if (constraints.Length > 1 || (constraints.Length == 1 && (isStruct || constraints[0].ContainsGenericParameters || constraints[0].IsInterface && !constraints[0].IsPublic)))
                return false;
            var chosen = constraints.Length == 1 ? constraints[0] : isStruct ? typeof(int) : typeof(object);
            if (chosen == typeof(Enum))
                chosen = typeof(DayOfWeek);
            handles[i] = chosen.TypeHandle;
        }
        return true;
    }
}
