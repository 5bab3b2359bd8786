using Mono.Cecil;
using Mono.Cecil.Cil;

namespace DdRun.Instrumentation.Tests.Weaving;

/// <summary>Writes <c>Jobs.dll</c>, and <c>Contracts.dll</c> with the base class of its only job, which implements the interface or does not.</summary>
internal static class PluginAssemblies
{
    private const MethodAttributes Virtual = MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig;

    public static string Write(string folder)
    {
        WriteContracts(folder, implements: false);
        using var contracts = AssemblyDefinition.ReadAssembly(Path.Combine(folder, "Contracts.dll"));
        using var assembly = AssemblyDefinition.CreateAssembly(new AssemblyNameDefinition("Jobs", new Version(1, 0)), "Jobs", ModuleKind.Dll);
        var module = assembly.MainModule;
        var parent = contracts.MainModule.GetType("Contracts.Base");
        var job = new TypeDefinition("Jobs", "Work", TypeAttributes.Public, module.ImportReference(parent));
        var constructor = Constructor(module, module.ImportReference(parent.Methods.Single(method => method.IsConstructor)));
        job.Methods.Add(constructor);
        job.Methods.Add(Run(module, Virtual));
        module.Types.Add(job);

        return WriteWithStart(assembly, folder, il =>
        {
            il.Emit(OpCodes.Newobj, constructor);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Callvirt, job.Methods[1]);
        });
    }

    /// <summary><c>Jobs.dll</c> with nothing but a method that adds, and others that nobody calls.</summary>
    public static string WriteAlone(string folder, int others = 0)
    {
        using var assembly = AssemblyDefinition.CreateAssembly(new AssemblyNameDefinition("Jobs", new Version(1, 0)), "Jobs", ModuleKind.Dll);
        var rest = new TypeDefinition("Jobs", "Rest", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed, assembly.MainModule.TypeSystem.Object);
        for (var i = 0; i < others; i++)
        {
            var method = new MethodDefinition("Other" + i, MethodAttributes.Public | MethodAttributes.Static, assembly.MainModule.TypeSystem.Void);
            method.Body.GetILProcessor().Emit(OpCodes.Ret);
            rest.Methods.Add(method);
        }
        assembly.MainModule.Types.Add(rest);
        return WriteWithStart(assembly, folder, il =>
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Add);
        });
    }

    // With a method int Start.Call(int, int) that answers what its code leaves.
    private static string WriteWithStart(AssemblyDefinition assembly, string folder, Action<ILProcessor> code)
    {
        var module = assembly.MainModule;
        var start = new TypeDefinition("Jobs", "Start", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed, module.TypeSystem.Object);
        var call = new MethodDefinition("Call", MethodAttributes.Public | MethodAttributes.Static, module.TypeSystem.Int32);
        call.Parameters.Add(new ParameterDefinition(module.TypeSystem.Int32));
        call.Parameters.Add(new ParameterDefinition(module.TypeSystem.Int32));
        var il = call.Body.GetILProcessor();
        code(il);
        il.Emit(OpCodes.Ret);
        start.Methods.Add(call);
        module.Types.Add(start);
        var path = Path.Combine(folder, "Jobs.dll");
        assembly.Write(path);
        return path;
    }

    public static void WriteContracts(string folder, bool implements)
    {
        using var assembly = AssemblyDefinition.CreateAssembly(new AssemblyNameDefinition("Contracts", new Version(1, 0)), "Contracts", ModuleKind.Dll);
        var module = assembly.MainModule;
        var contract = new TypeDefinition("Contracts", "IJob", TypeAttributes.Public | TypeAttributes.Interface | TypeAttributes.Abstract);
        var declaration = new MethodDefinition("Run", Virtual | MethodAttributes.Abstract | MethodAttributes.NewSlot, module.TypeSystem.Int32);
        declaration.Parameters.Add(new ParameterDefinition("a", ParameterAttributes.None, module.TypeSystem.Int32));
        contract.Methods.Add(declaration);
        module.Types.Add(contract);
        var parent = new TypeDefinition("Contracts", "Base", TypeAttributes.Public, module.TypeSystem.Object);
        if (implements)
            parent.Interfaces.Add(new InterfaceImplementation(contract));
        parent.Methods.Add(Constructor(module, module.ImportReference(typeof(object).GetConstructor([]))));
        parent.Methods.Add(Run(module, Virtual | MethodAttributes.NewSlot));
        module.Types.Add(parent);
        assembly.Write(Path.Combine(folder, "Contracts.dll"));
    }

    private static MethodDefinition Run(ModuleDefinition module, MethodAttributes attributes)
    {
        var run = new MethodDefinition("Run", attributes, module.TypeSystem.Int32);
        run.Parameters.Add(new ParameterDefinition("a", ParameterAttributes.None, module.TypeSystem.Int32));
        var il = run.Body.GetILProcessor();
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ret);
        return run;
    }

    private static MethodDefinition Constructor(ModuleDefinition module, MethodReference parent)
    {
        var constructor = new MethodDefinition(
            ".ctor", MethodAttributes.Public | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName | MethodAttributes.HideBySig, module.TypeSystem.Void);
        var il = constructor.Body.GetILProcessor();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, parent);
        il.Emit(OpCodes.Ret);
        return constructor;
    }
}
