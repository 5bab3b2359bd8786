using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;

namespace DdRun.Probes.Expressions;

/// <summary>Makes the code that walks a path from a value on. Woven code cannot when the method has returned.</summary>
[RequiresDynamicCode("Makes code.")]
[RequiresUnreferencedCode("Looks members up by name.")]
internal static class LatePath
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <param name="type">The value's declared type.</param>
    /// <param name="steps">Names, or <c>[0]</c>, or <c>["key"]</c>.</param>
    public static Func<object, LateValue> Compile(Type type, string[] steps)
    {
        var method = new DynamicMethod("ReadPath", typeof(LateValue), [typeof(object)], typeof(LatePath).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        var missing = il.DefineLabel();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Unbox_Any, type);
        foreach (var step in steps)
        {
            if (!type.IsValueType)
            {
                il.Emit(OpCodes.Dup);
                il.Emit(OpCodes.Brfalse, missing);
            }
            if (Nullable.GetUnderlyingType(type) is { } value && step != "HasValue")
            {
                Unwrap(il, type, missing);
                type = value;
                if (step == "Value")
                    continue;
            }
            type = Step(il, type, step) ?? throw new MissingMemberException(type.FullName, step);
            if (type.IsByRef)
            {
                type = type.GetElementType()!;
                il.Emit(OpCodes.Ldobj, type);
            }
        }
        il.Emit(OpCodes.Call, typeof(LateValue).GetMethod(nameof(LateValue.Of))!.MakeGenericMethod(type));
        il.Emit(OpCodes.Ret);
        il.MarkLabel(missing);
        il.Emit(OpCodes.Pop);
        il.Emit(OpCodes.Call, typeof(LateValue).GetProperty(nameof(LateValue.Missing))!.GetMethod!);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<object, LateValue>>();
    }

    private static void Unwrap(ILGenerator il, Type nullable, Label missing)
    {
        var present = il.DefineLabel();
        var holder = il.DeclareLocal(nullable);
        il.Emit(OpCodes.Stloc, holder);
        il.Emit(OpCodes.Ldloca, holder);
        il.Emit(OpCodes.Call, nullable.GetProperty("HasValue")!.GetMethod!);
        il.Emit(OpCodes.Brtrue, present);
        // In its place on the stack.
        il.Emit(OpCodes.Ldnull);
        il.Emit(OpCodes.Br, missing);
        il.MarkLabel(present);
        il.Emit(OpCodes.Ldloca, holder);
        il.Emit(OpCodes.Call, nullable.GetMethod("GetValueOrDefault", [])!);
    }

    private static Type? Step(ILGenerator il, Type type, string step)
    {
        if (step[0] == '[')
            return Index(il, type, step[1..^1]);
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (at.GetField(step, Members | BindingFlags.DeclaredOnly) is { } field)
            {
                il.Emit(OpCodes.Ldfld, field);
                return field.FieldType;
            }
            if (at.GetProperty(step, Members | BindingFlags.DeclaredOnly)?.GetMethod is { } getter && getter.GetParameters().Length == 0)
                return Call(il, type, getter);
        }
        foreach (var contract in type.IsInterface ? type.GetInterfaces() : [])
        {
            if (contract.GetProperty(step)?.GetMethod is { } getter)
                return Call(il, type, getter);
        }
        if (!type.IsArray || step is not ("Count" or "Length"))
            return null;
        il.Emit(OpCodes.Ldlen);
        il.Emit(OpCodes.Conv_I4);
        return typeof(int);
    }

    private static Type? Index(ILGenerator il, Type type, string index)
    {
        var isText = index[0] == '"';
        var key = isText ? typeof(string) : typeof(int);
        var getter = type.IsSZArray ? null : type.GetMethod("get_Item", Members, [key]) ?? type.GetMethod("get_Chars", Members, [key]);
        LocalBuilder? holder = null;
        if (type.IsValueType)
        {
            holder = il.DeclareLocal(type);
            il.Emit(OpCodes.Stloc, holder);
            il.Emit(OpCodes.Ldloca, holder);
        }
        if (isText)
            il.Emit(OpCodes.Ldstr, index[1..^1]);
        else
            il.Emit(OpCodes.Ldc_I4, int.Parse(index, CultureInfo.InvariantCulture));
        if (type.IsSZArray && !isText)
        {
            il.Emit(OpCodes.Ldelem, type.GetElementType()!);
            return type.GetElementType();
        }
        if (getter is null)
            return null;
        il.Emit(type.IsValueType ? OpCodes.Call : OpCodes.Callvirt, getter);
        return getter.ReturnType;
    }

    private static Type Call(ILGenerator il, Type type, MethodInfo getter)
    {
        if (type.IsValueType)
        {
            var holder = il.DeclareLocal(type);
            il.Emit(OpCodes.Stloc, holder);
            il.Emit(OpCodes.Ldloca, holder);
            il.Emit(OpCodes.Call, getter);
        }
        else
        {
            il.Emit(OpCodes.Callvirt, getter);
        }
        return getter.ReturnType;
    }
}
