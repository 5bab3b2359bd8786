using System.Globalization;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace DdRun.Benchmarks.Weaving;

/// <summary>
/// Plans assemblies of a thousand to a hundred thousand methods, of which every second is refused for a tail call: the time that a method takes is to
/// be the same in all of them.
/// </summary>
internal static class WeavingScale
{
    /// <summary>Of a library, whose path follows.</summary>
    public const string Measurement = "scale:";

    public const int MostMethods = 100_000;

    private const int MethodsOfType = 100;
    private static readonly int[] s_sizes = [1_000, 10_000, MostMethods];

    public static void Run()
    {
        if (WeavingSpeed.Home() is not { } home)
            return;
        var folder = Directory.CreateTempSubdirectory("dd-run-bench").FullName;
        try
        {
            var first = 0.0;
            foreach (var size in s_sizes)
            {
                var library = Path.Combine(folder, $"Scale{size}.dll");
                Write(library, size);
                var time = WeavingSpeed.Child(Measurement + library, product: Path.Combine(home, "net10.0"));
                if (first == 0)
                    first = time;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {size + " methods",-44}{time,9:0.0} us a method   {time / first:0.00} of the smallest, at most 1.5"));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Write(string path, int count)
    {
        using var assembly = AssemblyDefinition.CreateAssembly(new AssemblyNameDefinition("Scale", new Version(1, 0)), "Scale", ModuleKind.Dll);
        var module = assembly.MainModule;
        for (var i = 0; i < count / MethodsOfType; i++)
        {
            var type = new TypeDefinition("Scale", "Type" + i, TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed, module.TypeSystem.Object);
            module.Types.Add(type);
            for (var j = 0; j < MethodsOfType; j++)
                Add(type, "Method" + j, isTail: j % 2 == 1);
        }
        assembly.Write(path);
    }

    private static void Add(TypeDefinition type, string name, bool isTail)
    {
        var method = new MethodDefinition(name, MethodAttributes.Public | MethodAttributes.Static, type.Module.TypeSystem.Int32);
        method.Parameters.Add(new ParameterDefinition(type.Module.TypeSystem.Int32));
        var il = method.Body.GetILProcessor();
        il.Emit(OpCodes.Ldarg_0);
        if (isTail)
        {
            il.Emit(OpCodes.Tail);
            il.Emit(OpCodes.Call, type.Methods[^1]);
        }
        il.Emit(OpCodes.Ret);
        type.Methods.Add(method);
    }
}
