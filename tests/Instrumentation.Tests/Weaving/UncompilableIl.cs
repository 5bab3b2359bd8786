using Mono.Cecil;
using Mono.Cecil.Cil;

namespace DdRun.Instrumentation.Tests.Weaving;

/// <summary>Writes an assembly <c>Foreign</c> of methods <c>int (int, int)</c> that no runtime can compile here, among others that do.</summary>
internal static class UncompilableIl
{
    public static IReadOnlyList<string> Names { get; } = ["NothingToReturn", "NothingToPop", "NoSuchLocal", "EndsNowhere", "JoinsUnequal"];

    /// <summary>With so many methods that do compile, named <c>Fine0</c> and so on.</summary>
    public static void Write(string path, int fine)
    {
        using var assembly = AssemblyDefinition.CreateAssembly(new AssemblyNameDefinition("Foreign", new Version(1, 0)), "Foreign", ModuleKind.Dll);
        var module = assembly.MainModule;
        var type = new TypeDefinition("Foreign", "Bodies", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed, module.TypeSystem.Object);
        module.Types.Add(type);
        Add(type, "NothingToReturn", static il => il.Emit(OpCodes.Ret));
        Add(type, "NothingToPop", static il =>
        {
            il.Emit(OpCodes.Pop);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ret);
        });
        Add(type, "NoSuchLocal", static il =>
        {
            il.Emit(OpCodes.Ldloc_3);
            il.Emit(OpCodes.Ret);
        });
        Add(type, "EndsNowhere", static il => il.Emit(OpCodes.Ldarg_0));
        Add(type, "JoinsUnequal", static il =>
        {
            var join = il.Create(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Brtrue, join);
            il.Emit(OpCodes.Pop);
            il.Append(join);
            il.Emit(OpCodes.Ret);
        });
        for (var i = 0; i < fine; i++)
        {
            Add(type, $"Fine{i}", static il =>
            {
                il.Emit(OpCodes.Ldarg_0);
                il.Emit(OpCodes.Ret);
            });
        }
        assembly.Write(path);
    }

    private static void Add(TypeDefinition type, string name, Action<ILProcessor> emit)
    {
        var method = new MethodDefinition(name, MethodAttributes.Public | MethodAttributes.Static, type.Module.TypeSystem.Int32);
        method.Parameters.Add(new ParameterDefinition(type.Module.TypeSystem.Int32));
        method.Parameters.Add(new ParameterDefinition(type.Module.TypeSystem.Int32));
        emit(method.Body.GetILProcessor());
        type.Methods.Add(method);
    }
}
