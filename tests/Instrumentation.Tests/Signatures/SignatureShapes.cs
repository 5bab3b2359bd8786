using System.Runtime.CompilerServices;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace DdRun.Instrumentation.Tests.Signatures;

/// <summary>
/// Types as signatures hold them, each with methods, fields and properties of its own in a module <c>Signed</c>: what looks at signatures is
/// tested with all of them.
/// </summary>
internal static class SignatureShapes
{
    private static readonly (string Name, Func<ModuleDefinition, TypeReference> Make)[] s_shapes =
    [
        ("Int", module => module.TypeSystem.Int32),
        ("Text", module => module.TypeSystem.String),
        ("Required", module => Required(module, module.TypeSystem.Int32)),
        ("Optional", module => Optional(module, module.TypeSystem.String)),
        ("Both", module => Required(module, Optional(module, module.TypeSystem.Int32))),
        ("Reference", module => new ByReferenceType(module.TypeSystem.Int32)),
        ("RequiredReference", module => Required(module, new ByReferenceType(module.TypeSystem.Int32))),
        ("ReferenceToOptional", module => new ByReferenceType(Optional(module, module.TypeSystem.Int32))),
        ("Pointer", module => new PointerType(module.TypeSystem.Int32)),
        ("PointerToOptional", module => new PointerType(Optional(module, module.TypeSystem.SByte))),
        ("Vector", module => new ArrayType(module.TypeSystem.Int32)),
        ("VectorOfOptional", module => new ArrayType(Optional(module, module.TypeSystem.Int32))),
        ("Matrix", module => Matrix(module.TypeSystem.Int32)),
        ("List", module => List(module, module.TypeSystem.String)),
        ("Task", module => Task(module)),
        ("OptionalTask", module => Optional(module, Task(module))),
        ("Function", module => Function(module, MethodCallingConvention.Default, module.TypeSystem.Int32)),
        ("FunctionOfText", module => Function(module, MethodCallingConvention.Default, module.TypeSystem.String)),
        ("NativeFunction", module => Function(module, MethodCallingConvention.C, module.TypeSystem.Int32)),
        ("FunctionToOptional", module => Function(module, MethodCallingConvention.Default, Optional(module, module.TypeSystem.Int32))),
        ("VectorOfFunctions", module => new ArrayType(Function(module, MethodCallingConvention.Default, module.TypeSystem.Int32))),
    ];

    public static IReadOnlyList<string> Names { get; } = Array.ConvertAll(s_shapes, shape => shape.Name);

    /// <summary>What no field can be.</summary>
    public static bool IsReference(string name) => name.Contains("Reference", StringComparison.Ordinal);

    /// <summary>
    /// In a class <c>Signed.Shapes</c>: for each shape a method <c>Pass</c> that returns its argument, one <c>Call</c> of it that can be run, and a
    /// field and a property in a class <c>Signed.Holder</c>; all methods <c>Take</c> differ in the shape only. A class <c>Signed.With</c> and
    /// the name of the shape has a constructor that calls a method with that result before its base constructor.
    /// </summary>
    public static void Write(string path)
    {
        using var assembly = AssemblyDefinition.CreateAssembly(new AssemblyNameDefinition("Signed", new Version(1, 0)), "Signed", ModuleKind.Dll);
        var module = assembly.MainModule;
        var type = Type(module, "Shapes", TypeAttributes.Abstract | TypeAttributes.Sealed);
        var holder = Type(module, "Holder", 0);
        var create = Constructor(holder, static _ => { });
        foreach (var (name, make) in s_shapes)
        {
            var pass = Pass(module, holder, name, make);
            type.Methods.Add(pass);
            type.Methods.Add(Call(module, pass, create, make));
            type.Methods.Add(Take(module, make));
            Constructor(Type(module, "With" + name, 0), il => Before(il, pass, make));
            if (!IsReference(name))
                AddMembers(holder, name, make);
        }
        SetsBefore(module);
        assembly.Write(path);
    }

    private static TypeDefinition Type(ModuleDefinition module, string name, TypeAttributes attributes)
    {
        var type = new TypeDefinition("Signed", name, TypeAttributes.Public | attributes, module.TypeSystem.Object);
        module.Types.Add(type);
        return type;
    }

    private static MethodDefinition Constructor(TypeDefinition type, Action<ILProcessor> before)
    {
        var module = type.Module;
        var constructor = new MethodDefinition(".ctor", MethodAttributes.Public | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName, module.TypeSystem.Void);
        constructor.Body.InitLocals = true;
        var il = constructor.Body.GetILProcessor();
        before(il);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, new MethodReference(".ctor", module.TypeSystem.Void, module.TypeSystem.Object) { HasThis = true });
        il.Emit(OpCodes.Ret);
        type.Methods.Add(constructor);
        return constructor;
    }

    private static void Before(ILProcessor il, MethodDefinition pass, Func<ModuleDefinition, TypeReference> make)
    {
        il.Body.Variables.Add(new VariableDefinition(make(pass.Module)));
        il.Emit(OpCodes.Ldloc_0);
        il.Emit(OpCodes.Ldnull);
        il.Emit(OpCodes.Call, pass);
        il.Emit(OpCodes.Pop);
    }

    // What C# makes of `new() { Name = … }` where the setter is `init`: void with a required modifier.
    private static void SetsBefore(ModuleDefinition module)
    {
        var type = Type(module, "WithNothing", 0);
        var set = new MethodDefinition("Set", MethodAttributes.Assembly | MethodAttributes.Static, Required(module, module.TypeSystem.Void));
        set.Body.GetILProcessor().Emit(OpCodes.Ret);
        type.Methods.Add(set);
        Constructor(type, il => il.Emit(OpCodes.Call, set));
    }

    private static MethodDefinition Pass(ModuleDefinition module, TypeDefinition holder, string name, Func<ModuleDefinition, TypeReference> make)
    {
        var pass = new MethodDefinition("Pass" + name, MethodAttributes.Assembly | MethodAttributes.Static, make(module));
        pass.Parameters.Add(new ParameterDefinition("value", ParameterAttributes.None, make(module)));
        pass.Parameters.Add(new ParameterDefinition("holder", ParameterAttributes.None, holder));
        pass.Body.InitLocals = true;
        pass.Body.Variables.Add(new VariableDefinition(make(module)));
        pass.Body.Variables.Add(new VariableDefinition(new PinnedType(new ByReferenceType(Optional(module, module.TypeSystem.Int32)))));
        var il = pass.Body.GetILProcessor();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Stloc_0);
        il.Emit(OpCodes.Ldloc_0);
        il.Emit(OpCodes.Ret);
        return pass;
    }

    // int (int, int), as its caller wants it.
    private static MethodDefinition Call(ModuleDefinition module, MethodDefinition pass, MethodDefinition create, Func<ModuleDefinition, TypeReference> make)
    {
        var call = new MethodDefinition("Call" + pass.Name, MethodAttributes.Public | MethodAttributes.Static, module.TypeSystem.Int32);
        call.Parameters.Add(new ParameterDefinition("a", ParameterAttributes.None, module.TypeSystem.Int32));
        call.Parameters.Add(new ParameterDefinition("b", ParameterAttributes.None, module.TypeSystem.Int32));
        call.Body.InitLocals = true;
        call.Body.Variables.Add(new VariableDefinition(make(module)));
        var il = call.Body.GetILProcessor();
        if (IsReference(pass.Name))
        {
            il.Emit(OpCodes.Ldarga_S, call.Parameters[0]);
            il.Emit(OpCodes.Stloc_0);
        }
        il.Emit(OpCodes.Ldloc_0);
        il.Emit(OpCodes.Newobj, create);
        il.Emit(OpCodes.Call, pass);
        il.Emit(OpCodes.Stloc_0);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ret);
        return call;
    }

    private static MethodDefinition Take(ModuleDefinition module, Func<ModuleDefinition, TypeReference> make)
    {
        var take = new MethodDefinition("Take", MethodAttributes.Assembly | MethodAttributes.Static, Required(module, module.TypeSystem.Void));
        take.Parameters.Add(new ParameterDefinition("value", ParameterAttributes.None, make(module)));
        take.Body.GetILProcessor().Emit(OpCodes.Ret);
        return take;
    }

    private static void AddMembers(TypeDefinition holder, string name, Func<ModuleDefinition, TypeReference> make)
    {
        var field = new FieldDefinition("Field" + name, FieldAttributes.Public, make(holder.Module));
        holder.Fields.Add(field);
        var getter = new MethodDefinition("get_Property" + name, MethodAttributes.Public | MethodAttributes.SpecialName, make(holder.Module));
        var il = getter.Body.GetILProcessor();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, field);
        il.Emit(OpCodes.Ret);
        holder.Methods.Add(getter);
        holder.Properties.Add(new PropertyDefinition("Property" + name, PropertyAttributes.None, make(holder.Module)) { GetMethod = getter });
    }

    private static RequiredModifierType Required(ModuleDefinition module, TypeReference type) => new(module.ImportReference(typeof(IsVolatile)), type);

    private static OptionalModifierType Optional(ModuleDefinition module, TypeReference type) => new(module.ImportReference(typeof(IsConst)), type);

    private static ArrayType Matrix(TypeReference element)
    {
        var matrix = new ArrayType(element, 2);
        matrix.Dimensions[0] = new ArrayDimension(0, null);
        matrix.Dimensions[1] = new ArrayDimension(0, null);
        return matrix;
    }

    private static GenericInstanceType List(ModuleDefinition module, TypeReference item)
    {
        var list = new GenericInstanceType(module.ImportReference(typeof(List<>)));
        list.GenericArguments.Add(item);
        return list;
    }

    private static GenericInstanceType Task(ModuleDefinition module)
    {
        var task = new GenericInstanceType(module.ImportReference(typeof(Task<>)));
        task.GenericArguments.Add(module.TypeSystem.Int32);
        return task;
    }

    private static FunctionPointerType Function(ModuleDefinition module, MethodCallingConvention convention, TypeReference type)
    {
        var function = new FunctionPointerType { ReturnType = type, CallingConvention = convention };
        function.Parameters.Add(new ParameterDefinition(module.TypeSystem.Int64));
        return function;
    }
}
