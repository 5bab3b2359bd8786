using Mono.Cecil;
using Mono.Cecil.Cil;

namespace DdRun.Instrumentation.Tests.Weaving;

/// <summary>Writes an assembly of methods <c>int (int, int)</c> that no C# compiler emits.</summary>
internal sealed class HandWrittenIl
{
    private readonly ModuleDefinition _module;
    private readonly TypeDefinition _type;
    private readonly TypeReference _int;

    private HandWrittenIl(ModuleDefinition module, TypeDefinition type) => (_module, _type, _int) = (module, type, module.TypeSystem.Int32);

    public static void Write(string path)
    {
        using var assembly = AssemblyDefinition.CreateAssembly(new AssemblyNameDefinition("Written", new Version(1, 0)), "Written", ModuleKind.Dll);
        var module = assembly.MainModule;
        var type = new TypeDefinition("Written", "Bodies", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed, module.TypeSystem.Object);
        module.Types.Add(type);
        var written = new HandWrittenIl(module, type);
        written.TailCall();
        written.TailCallOrReturn();
        written.TailCallOfConstraint();
        written.TailCallOfGenerics();
        written.TailCallOfPointer();
        written.DeepTailCalls();
        written.Jump();
        written.ManagedCalli();
        written.UnmanagedCalli();
        written.ArgumentList();
        written.CallsArgumentList();
        written.Large();
        written.ManyLocals();
        written.FilterInHandler();
        written.FilterAroundFilter();
        written.FaultInFinally();
        written.StackAcrossBranches();
        written.NothingAfterThrow();
        written.BackwardHandler();
        written.VirtualBaseCall();
        assembly.Write(path);
    }

    private void TailCall() => Method("TailCall", il =>
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Tail);
        il.Emit(OpCodes.Call, Sum);
        il.Emit(OpCodes.Ret);
    });

    // In one branch; in the other it returns.
    private void TailCallOrReturn() => Method("TailCallOrReturn", il =>
    {
        Instruction returns = il.Create(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.And);
        il.Emit(OpCodes.Brfalse_S, returns);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Tail);
        il.Emit(OpCodes.Call, Sum);
        il.Emit(OpCodes.Ret);
        il.Append(returns);
        il.Emit(OpCodes.Ret);
    });

    // Of an element of an array, which does not live in the frame.
    private void TailCallOfConstraint() => Method("TailCallOfConstraint", il =>
    {
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Newarr, _int);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Ldelema, _int);
        il.Emit(OpCodes.Constrained, _int);
        il.Emit(OpCodes.Tail);
        il.Emit(OpCodes.Callvirt, _module.ImportReference(typeof(object).GetMethod(nameof(GetHashCode))));
        il.Emit(OpCodes.Ret);
    });

    // Parameters that are the type's and the method's own.
    private void TailCallOfGenerics() => Method("TailCallOfGenerics", il =>
    {
        var find = new GenericInstanceMethod(_module.ImportReference(typeof(Array).GetMethods().Single(one => one.Name == "IndexOf" && one.IsGenericMethod && one.GetParameters().Length == 2)));
        find.GenericArguments.Add(_int);
        Instruction other = il.Create(OpCodes.Ldc_I4_3);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Brtrue_S, other);
        il.Emit(OpCodes.Ldc_I4_4);
        il.Emit(OpCodes.Newarr, _int);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Tail);
        il.Emit(OpCodes.Call, find);
        il.Emit(OpCodes.Ret);
        il.Append(other);
        il.Emit(OpCodes.Newarr, _int);
        il.Emit(OpCodes.Newobj, _module.ImportReference(typeof(List<int>).GetConstructor([typeof(IEnumerable<int>)])));
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Tail);
        il.Emit(OpCodes.Callvirt, _module.ImportReference(typeof(List<int>).GetMethod("IndexOf", [typeof(int)])));
        il.Emit(OpCodes.Ret);
    });

    private void TailCallOfPointer() => Method("TailCallOfPointer", il =>
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldftn, Sum);
        il.Emit(OpCodes.Tail);
        il.Emit(OpCodes.Calli, Site(MethodCallingConvention.Default));
        il.Emit(OpCodes.Ret);
    });

    // A million deep: with a frame for each there is no stack left.
    private void DeepTailCalls()
    {
        var down = new MethodDefinition("Down", MethodAttributes.Public | MethodAttributes.Static, _int);
        down.Parameters.Add(new ParameterDefinition("left", ParameterAttributes.None, _int));
        down.Parameters.Add(new ParameterDefinition("result", ParameterAttributes.None, _int));
        _type.Methods.Add(down);
        var body = down.Body.GetILProcessor();
        var ends = body.Create(OpCodes.Ldarg_1);
        body.Emit(OpCodes.Ldarg_0);
        body.Emit(OpCodes.Ldc_I4_0);
        body.Emit(OpCodes.Ble_S, ends);
        body.Emit(OpCodes.Ldarg_0);
        body.Emit(OpCodes.Ldc_I4_1);
        body.Emit(OpCodes.Sub);
        body.Emit(OpCodes.Ldarg_1);
        body.Emit(OpCodes.Ldc_I4_1);
        body.Emit(OpCodes.Add);
        body.Emit(OpCodes.Tail);
        body.Emit(OpCodes.Call, down);
        body.Emit(OpCodes.Ret);
        body.Append(ends);
        body.Emit(OpCodes.Ret);
        Method("DeepTailCalls", il =>
        {
            il.Emit(OpCodes.Ldc_I4, 1_000_000);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Tail);
            il.Emit(OpCodes.Call, down);
            il.Emit(OpCodes.Ret);
        });
    }

    private void Jump() => Method("Jump", il => il.Emit(OpCodes.Jmp, Sum));

    private void ManagedCalli() => Method("ManagedCalli", il =>
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldftn, Sum);
        il.Emit(OpCodes.Calli, Site(MethodCallingConvention.Default));
        il.Emit(OpCodes.Ret);
    });

    // Through a delegate's function pointer: there is native code to return from.
    private void UnmanagedCalli() => Method("UnmanagedCalli", il =>
    {
        var pointer = new VariableDefinition(_module.TypeSystem.IntPtr);
        var function = new VariableDefinition(_module.ImportReference(typeof(ThreadStart)));
        il.Body.Variables.Add(function);
        il.Body.Variables.Add(pointer);
        il.Emit(OpCodes.Ldnull);
        il.Emit(OpCodes.Ldftn, Nothing);
        il.Emit(OpCodes.Newobj, _module.ImportReference(typeof(ThreadStart).GetConstructors()[0]));
        il.Emit(OpCodes.Stloc_0);
        il.Emit(OpCodes.Ldloc_0);
        il.Emit(OpCodes.Call, _module.ImportReference(typeof(System.Runtime.InteropServices.Marshal).GetMethod("GetFunctionPointerForDelegate", [typeof(Delegate)])));
        il.Emit(OpCodes.Stloc_1);
        il.Emit(OpCodes.Ldloc_1);
        il.Emit(OpCodes.Calli, new CallSite(_module.TypeSystem.Void) { CallingConvention = MethodCallingConvention.C });
        il.Emit(OpCodes.Ldloc_0);
        il.Emit(OpCodes.Call, _module.ImportReference(typeof(GC).GetMethod("KeepAlive")));
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ret);
    });

    private void ArgumentList()
    {
        var method = new MethodDefinition("ArgumentList", MethodAttributes.Assembly | MethodAttributes.Static, _int) { CallingConvention = MethodCallingConvention.VarArg };
        method.Parameters.Add(new ParameterDefinition("a", ParameterAttributes.None, _int));
        var il = method.Body.GetILProcessor();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ret);
        _type.Methods.Add(method);
    }

    // Not every system can call it; the exception is the same then.
    private void CallsArgumentList() => Method("CallsArgumentList", il =>
    {
        var method = _type.Methods.Single(one => one.Name == "ArgumentList");
        var call = new MethodReference(method.Name, _int, _type) { CallingConvention = MethodCallingConvention.VarArg };
        call.Parameters.Add(new ParameterDefinition(_int));
        call.Parameters.Add(new ParameterDefinition(new SentinelType(_int)));
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, call);
        il.Emit(OpCodes.Ret);
    });

    // Over 64 KiB, with branches across all of it.
    private void Large() => Method("Large", il =>
    {
        Instruction end = il.Create(OpCodes.Ldarg_0), start = il.Create(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4_7);
        il.Emit(OpCodes.Beq, end);
        il.Append(start);
        il.Emit(OpCodes.Pop);
        for (var i = 0; i < 12_000; i++)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldc_I4, i);
            il.Emit(OpCodes.Xor);
            il.Emit(OpCodes.Starg_S, il.Body.Method.Parameters[0]);
        }
        il.Append(end);
        il.Emit(OpCodes.Ret);
    });

    private void ManyLocals() => Method("ManyLocals", il =>
    {
        for (var i = 0; i < 300; i++)
            il.Body.Variables.Add(new VariableDefinition(i % 2 == 0 ? _int : _module.TypeSystem.Object));
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Stloc, il.Body.Variables[298]);
        il.Emit(OpCodes.Ldloc, il.Body.Variables[298]);
        il.Emit(OpCodes.Ldloc, il.Body.Variables[4]);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ret);
    });

    private void FilterInHandler() => Method("FilterInHandler", il =>
    {
        var regions = new Regions(_module, il);
        regions.Catch(
            () => regions.Throw(),
            () => regions.Filter(() => regions.Throw(), () => il.Emit(OpCodes.Ldc_I4_1), () => regions.Set(3)));
        regions.Return();
    });

    private void FilterAroundFilter() => Method("FilterAroundFilter", il =>
    {
        var regions = new Regions(_module, il);
        regions.Filter(
            () => regions.Filter(() => regions.Throw(), () => il.Emit(OpCodes.Ldc_I4_0), () => regions.Set(1)),
            () => il.Emit(OpCodes.Ldc_I4_1),
            () => regions.Set(2));
        regions.Return();
    });

    private void FaultInFinally() => Method("FaultInFinally", il =>
    {
        var regions = new Regions(_module, il);
        regions.Catch(
            () => regions.Finally(() => regions.Throw(), () => regions.Catch(() => regions.Fault(() => regions.Throw(), () => regions.Set(5)), () => il.Emit(OpCodes.Nop))),
            () => il.Emit(OpCodes.Nop));
        regions.Return();
    });

    // As F# does: values stay on the stack over a branch.
    private void StackAcrossBranches() => Method("StackAcrossBranches", il =>
    {
        Instruction zero = il.Create(OpCodes.Ldc_I4_0), add = il.Create(OpCodes.Add);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Brfalse_S, zero);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Br_S, add);
        il.Append(zero);
        il.Append(add);
        il.Emit(OpCodes.Ret);
    });

    private void NothingAfterThrow() => Method("NothingAfterThrow", il =>
    {
        il.Emit(OpCodes.Newobj, _module.ImportReference(typeof(InvalidOperationException).GetConstructor([])));
        il.Emit(OpCodes.Throw);
    });

    // A handler that stands before the block it protects.
    private void BackwardHandler() => Method("BackwardHandler", il =>
    {
        Instruction body = il.Create(OpCodes.Ldarg_0), handler = il.Create(OpCodes.Pop), end = il.Create(OpCodes.Ldarg_1), first = il.Create(OpCodes.Br, body);
        il.Append(first);
        il.Append(handler);
        il.Emit(OpCodes.Leave, end);
        il.Append(body);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Div);
        il.Emit(OpCodes.Pop);
        il.Emit(OpCodes.Leave, end);
        il.Append(end);
        il.Emit(OpCodes.Ret);
        il.Body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Catch)
        {
            TryStart = body,
            TryEnd = end,
            HandlerStart = handler,
            HandlerEnd = body,
            CatchType = _module.TypeSystem.Object,
        });
    });

    // As constructors of F# classes do.
    private void VirtualBaseCall()
    {
        var type = new TypeDefinition("Written", "Held", TypeAttributes.Public, _module.TypeSystem.Object);
        var field = new FieldDefinition("value", FieldAttributes.Public, _int);
        type.Fields.Add(field);
        const MethodAttributes Attributes = MethodAttributes.Public | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName;
        var constructor = new MethodDefinition(".ctor", Attributes, _module.TypeSystem.Void);
        constructor.Parameters.Add(new ParameterDefinition("value", ParameterAttributes.None, _int));
        var code = constructor.Body.GetILProcessor();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Callvirt, _module.ImportReference(typeof(object).GetConstructor([])));
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Pop);
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Stfld, field);
        code.Emit(OpCodes.Ret);
        type.Methods.Add(constructor);
        _module.Types.Add(type);
        Method("VirtualBaseCall", il =>
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Newobj, constructor);
            il.Emit(OpCodes.Ldfld, field);
            il.Emit(OpCodes.Ret);
        });
    }

    private MethodDefinition Sum => Helper("Sum", [_int, _int], _int, il =>
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Add);
    });

    private MethodDefinition Nothing => Helper("Nothing", [], _module.TypeSystem.Void, static _ => { });

    private CallSite Site(MethodCallingConvention convention)
    {
        var site = new CallSite(_int) { CallingConvention = convention };
        site.Parameters.Add(new ParameterDefinition(_int));
        site.Parameters.Add(new ParameterDefinition(_int));
        return site;
    }

    private MethodDefinition Helper(string name, TypeReference[] parameters, TypeReference result, Action<ILProcessor> emit)
    {
        if (_type.Methods.FirstOrDefault(method => method.Name == name) is { } known)
            return known;
        var helper = new MethodDefinition(name, MethodAttributes.Assembly | MethodAttributes.Static, result);
        foreach (var parameter in parameters)
            helper.Parameters.Add(new ParameterDefinition(parameter));
        var il = helper.Body.GetILProcessor();
        emit(il);
        il.Emit(OpCodes.Ret);
        _type.Methods.Add(helper);
        return helper;
    }

    private void Method(string name, Action<ILProcessor> emit)
    {
        var method = new MethodDefinition(name, MethodAttributes.Public | MethodAttributes.Static, _int);
        method.Parameters.Add(new ParameterDefinition("a", ParameterAttributes.None, _int));
        method.Parameters.Add(new ParameterDefinition("b", ParameterAttributes.None, _int));
        method.Body.InitLocals = true;
        emit(method.Body.GetILProcessor());
        _type.Methods.Add(method);
    }
}
