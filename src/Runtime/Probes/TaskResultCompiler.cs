using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;

namespace DdRun.Probes;

/// <summary>Makes the code that reads a template from a task's result.</summary>
[RequiresDynamicCode("Makes code.")]
[RequiresUnreferencedCode("Looks members up by name.")]
internal static class TaskResultCompiler
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public static TaskResultReader<T> Compile<T>(TaskResultPath[] paths)
    {
        var method = new DynamicMethod("ReadResult", typeof(void), [typeof(T), typeof(ProbeScope).MakeByRefType()], typeof(Probe).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        foreach (var path in paths)
            Emit(il, typeof(T), path);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<TaskResultReader<T>>();
    }

    private static void Emit(ILGenerator il, Type type, TaskResultPath path)
    {
        var missing = il.DefineLabel();
        var done = il.DefineLabel();
        il.Emit(OpCodes.Ldarg_0);
        foreach (var step in path.Steps)
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
        il.Emit(OpCodes.Ldc_I4, path.Template);
        if (path.Part >= 0)
            il.Emit(OpCodes.Ldc_I4, path.Part);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, Capture(path.Part < 0 ? nameof(Probe.Capture) : nameof(Probe.CapturePart)).MakeGenericMethod(type));
        il.Emit(OpCodes.Br, done);
        il.MarkLabel(missing);
        if (path.Steps.Length > 0)
            il.Emit(OpCodes.Pop);
        il.MarkLabel(done);
        if (path.Part < 0 || !path.Last)
            return;
        il.Emit(OpCodes.Ldc_I4, path.Template);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, Capture(nameof(Probe.Compose)));
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

    private static MethodInfo Capture(string name) => typeof(Probe).GetMethod(name)!;

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
