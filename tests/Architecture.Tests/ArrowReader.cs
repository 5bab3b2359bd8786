using Mono.Cecil;
using Mono.Cecil.Cil;

namespace DdRun.Architecture.Tests;

/// <summary>Reads from built assemblies which of their types name which.</summary>
internal sealed class ArrowReader
{
    private readonly HashSet<string> _own = new(StringComparer.Ordinal);
    private readonly HashSet<Arrow> _arrows = [];

    private ArrowReader(IReadOnlyList<ModuleDefinition> modules)
    {
        foreach (var module in modules)
        {
            foreach (var type in module.Types)
            {
                if (!IsMadeByCompiler(type))
                    _own.Add(Name(type));
            }
        }
        foreach (var module in modules)
        {
            foreach (var type in module.Types)
                Read(type, Name(type));
        }
    }

    /// <summary>The arrows between types of these assemblies, and all their types.</summary>
    public static (IReadOnlyCollection<Arrow> Arrows, IReadOnlyCollection<string> Types) Read(IEnumerable<string> assemblies)
    {
        var modules = new List<ModuleDefinition>();
        try
        {
            foreach (var assembly in assemblies)
                modules.Add(ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, assembly + ".dll")));
            var reader = new ArrowReader(modules);
            return (reader._arrows, reader._own);
        }
        finally
        {
            modules.ForEach(module => module.Dispose());
        }
    }

    // A program's statements at the top are a type without a namespace.
    private static bool IsMadeByCompiler(TypeDefinition type) => type.Namespace.Length == 0 || type.Name.Contains('<', StringComparison.Ordinal) || type.Namespace is "Microsoft.CodeAnalysis" or "System.Runtime.CompilerServices";

    private void Read(TypeDefinition type, string from)
    {
        if (type.DeclaringType is null && IsMadeByCompiler(type))
            return;
        Add(from, type.BaseType);
        AddAttributes(from, type);
        foreach (var contract in type.Interfaces)
            Add(from, contract.InterfaceType);
        foreach (var parameter in type.GenericParameters)
            AddConstraints(from, parameter);
        foreach (var field in type.Fields)
        {
            Add(from, field.FieldType);
            AddAttributes(from, field);
        }
        foreach (var property in type.Properties)
            AddAttributes(from, property);
        foreach (var method in type.Methods)
            Read(method, from);
        foreach (var nested in type.NestedTypes)
            Read(nested, from);
    }

    private void Read(MethodDefinition method, string from)
    {
        AddSignature(from, method);
        AddAttributes(from, method);
        foreach (var parameter in method.GenericParameters)
            AddConstraints(from, parameter);
        if (!method.HasBody)
            return;
        foreach (var local in method.Body.Variables)
            Add(from, local.VariableType);
        foreach (var handler in method.Body.ExceptionHandlers)
            Add(from, handler.CatchType);
        foreach (var instruction in method.Body.Instructions)
            AddOperand(from, instruction);
    }

    private void AddOperand(string from, Instruction instruction)
    {
        switch (instruction.Operand)
        {
            case TypeReference type:
                Add(from, type);
                break;
            case MethodReference method:
                Add(from, method.DeclaringType);
                AddSignature(from, method);
                if (method is GenericInstanceMethod instance)
                {
                    foreach (var argument in instance.GenericArguments)
                        Add(from, argument);
                }
                break;
            case FieldReference field:
                Add(from, field.DeclaringType);
                Add(from, field.FieldType);
                break;
        }
    }

    private void AddSignature(string from, MethodReference method)
    {
        Add(from, method.ReturnType);
        foreach (var parameter in method.Parameters)
            Add(from, parameter.ParameterType);
    }

    private void AddConstraints(string from, GenericParameter parameter)
    {
        foreach (var constraint in parameter.Constraints)
            Add(from, constraint.ConstraintType);
    }

    private void AddAttributes(string from, ICustomAttributeProvider provider)
    {
        foreach (var attribute in provider.CustomAttributes)
            Add(from, attribute.AttributeType);
    }

    private void Add(string from, TypeReference? type)
    {
        switch (type)
        {
            case null or GenericParameter:
                return;
            case GenericInstanceType instance:
                foreach (var argument in instance.GenericArguments)
                    Add(from, argument);
                break;
            case IModifierType modified:
                Add(from, modified.ModifierType);
                break;
        }
        var to = Name(type.GetElementType());
        if (to != from && _own.Contains(to) && _own.Contains(from))
            _arrows.Add(new(from, to));
    }

    private static string Name(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        var name = type.Name;
        var tick = name.IndexOf('`', StringComparison.Ordinal);
        return type.Namespace + "." + (tick < 0 ? name : name[..tick]);
    }
}
