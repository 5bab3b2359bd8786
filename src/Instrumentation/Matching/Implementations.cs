using System.Reflection;
using System.Reflection.Metadata;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Patterns;

namespace DdRun.Instrumentation.Matching;

/// <summary>Finds the methods that implement those of the interfaces that a rule names, in one type and in what it inherits.</summary>
internal sealed class Implementations
{
    private const MethodAttributes Kind = MethodAttributes.Virtual | MethodAttributes.Static;

    private readonly TypeHierarchy _hierarchy;
    private readonly MetadataReader _metadata;
    private readonly Rule _rule;
    private readonly List<string> _asked;
    private readonly List<TypeInstance> _line;
    private readonly List<Contract> _contracts = [];
    private readonly List<MethodDefinitionHandle> _found = [];

    private Implementations(TypeHierarchy hierarchy, MetadataReader metadata, TypeDefinitionHandle type, Rule rule, List<string> asked)
    {
        _hierarchy = hierarchy;
        _metadata = metadata;
        _rule = rule;
        _asked = asked;
        _line = hierarchy.Line(metadata, type, asked);
    }

    private bool IsInterface => (_metadata.GetTypeDefinition(_line[0].Handle).Attributes & TypeAttributes.Interface) != 0;

    /// <param name="hierarchy">Knows other types.</param>
    /// <param name="metadata">The type's module.</param>
    /// <param name="type">A type that the rule names, or one that implements it.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="asked">Takes the assemblies that had to be asked.</param>
    /// <returns>Also methods of the types it derives from, if they are in its module and it is the one that says what they implement.</returns>
    public static List<MethodDefinitionHandle> Find(TypeHierarchy hierarchy, MetadataReader metadata, TypeDefinitionHandle type, Rule rule, List<string> asked)
    {
        var implementations = new Implementations(hierarchy, metadata, type, rule, asked);
        implementations.Find();
        return implementations._found;
    }

    private void Find()
    {
        for (var level = 0; level < _line.Count; level++)
            AddInterfaces(_line[level], level, isMeant: false);
        if (IsInterface && TypeHierarchy.IsNamed(_rule, _line[0].Type.Name))
            AddOwn();
        foreach (var contract in _contracts)
        {
            if (!contract.IsMeant)
                continue;
            if (contract.Type.Metadata is null)
                AddByName(contract.Type);
            else
                AddMethods(contract);
        }
    }

    private void AddInterfaces(TypeInstance type, int level, bool isMeant)
    {
        if (type.Metadata is not { } metadata)
            return;
        isMeant |= (metadata.GetTypeDefinition(type.Handle).Attributes & TypeAttributes.Interface) != 0 && TypeHierarchy.IsNamed(_rule, type.Type.Name);
        foreach (var handle in metadata.GetTypeDefinition(type.Handle).GetInterfaceImplementations())
        {
            if (_hierarchy.Resolve(type, metadata.GetInterfaceImplementation(handle).Interface, _asked) is { } other)
                AddInterface(other, level, isMeant || TypeHierarchy.IsNamed(_rule, other.Type.Name));
        }
    }

    private void AddInterface(TypeInstance type, int level, bool isMeant)
    {
        var known = _contracts.Find(contract => contract.Type.Type.IsSame(type.Type));
        if (known is not null && (known.IsMeant || !isMeant))
            return;
        if (known is not null)
            known.IsMeant = true;
        else
            _contracts.Add(new(type, level) { IsMeant = isMeant });
        AddInterfaces(type, level, isMeant);
    }

    // Bodies that an interface itself has.
    private void AddOwn()
    {
        foreach (var handle in _metadata.GetTypeDefinition(_line[0].Handle).GetMethods())
        {
            if (IsDeclared(_metadata, _line[0].Handle, handle))
                Add(handle, isMeant: false);
        }
    }

    private void AddMethods(Contract contract)
    {
        var metadata = contract.Type.Metadata!;
        foreach (var handle in metadata.GetTypeDefinition(contract.Type.Handle).GetMethods())
        {
            if (IsDeclared(metadata, contract.Type.Handle, handle))
                AddImplementation(contract, handle);
        }
    }

    private bool IsDeclared(MetadataReader metadata, TypeDefinitionHandle type, MethodDefinitionHandle handle)
    {
        var method = metadata.GetMethodDefinition(handle);
        return (method.Attributes & MethodAttributes.Virtual) != 0 && _rule.Pattern.MatchesName(metadata.GetString(method.Name)) && !IsExplicit(metadata, type, handle);
    }

    private static bool IsExplicit(MetadataReader metadata, TypeDefinitionHandle type, MethodDefinitionHandle handle)
    {
        foreach (var row in metadata.GetTypeDefinition(type).GetMethodImplementations())
        {
            if (metadata.GetMethodImplementation(row).MethodBody == handle)
                return true;
        }
        return false;
    }

    private void AddImplementation(Contract contract, MethodDefinitionHandle declaration)
    {
        var metadata = contract.Type.Metadata!;
        var method = metadata.GetMethodDefinition(declaration);
        var isMeant = ModuleMatcher.MatchesParameters(metadata, method, _rule.Pattern);
        var slot = Slot.Of(metadata, method).With(contract.Type.Type.Arguments);
        for (var level = 0; level < _line.Count; level++)
        {
            var body = Explicit(_line[level], contract.Type, declaration);
            if (body.IsNil && level >= contract.Level && !IsInterface)
                body = Public(slot, _line[level]);
            if (body.IsNil)
                continue;
            if (level == 0 || (contract.Level == 0 && ReferenceEquals(_line[level].Metadata, _metadata)))
                Add(body, isMeant);
            if (level > 0)
                AddOverride(_line[level].Metadata!, body, level, isMeant);
            return;
        }
        if (_line[^1] is { Metadata: null } last && !TypeHierarchy.IsRoot(last.Type.Name))
            AddOverride(slot, _line.Count - 1, isMeant);
    }

    private void AddOverride(MetadataReader metadata, MethodDefinitionHandle body, int level, bool isMeant) =>
        AddOverride(Slot.Of(metadata, metadata.GetMethodDefinition(body)).With(_line[level].Type.Arguments), level, isMeant);

    // Of what is inherited from a type farther up.
    private void AddOverride(Slot slot, int level, bool isMeant)
    {
        if (slot.FindIn(_line[0]) is not { IsNil: false } own || !Slot.IsReused(_metadata, _metadata.GetMethodDefinition(own)))
            return;
        for (var i = 1; i < level; i++)
        {
            if (Overrides.BeginsAt(slot, _line[i]))
                return;
        }
        Add(own, isMeant);
    }

    // The interface was not found: what it declares is not known.
    private void AddByName(TypeInstance contract)
    {
        var type = _metadata.GetTypeDefinition(_line[0].Handle);
        var taken = new List<Slot>();
        foreach (var row in type.GetMethodImplementations())
        {
            var implementation = _metadata.GetMethodImplementation(row);
            if (implementation.MethodDeclaration.Kind != HandleKind.MemberReference || implementation.MethodBody.Kind != HandleKind.MethodDefinition)
                continue;
            var declaration = _metadata.GetMemberReference((MemberReferenceHandle)implementation.MethodDeclaration);
            if (!IsOf(_line[0], declaration.Parent, contract))
                continue;
            taken.Add(Slot.Of(_metadata, declaration).With(contract.Type.Arguments));
            if (_rule.Pattern.MatchesName(_metadata.GetString(declaration.Name)))
                Add((MethodDefinitionHandle)implementation.MethodBody, isMeant: false);
        }
        foreach (var handle in type.GetMethods())
        {
            var method = _metadata.GetMethodDefinition(handle);
            if ((method.Attributes & Kind) == MethodAttributes.Virtual && _rule.Pattern.MatchesName(_metadata.GetString(method.Name)) &&
                !IsExplicit(_metadata, _line[0].Handle, handle) && !taken.Exists(Slot.Of(_metadata, method).IsSame))
                Add(handle, isMeant: false);
        }
    }

    private MethodDefinitionHandle Explicit(TypeInstance type, TypeInstance contract, MethodDefinitionHandle declaration)
    {
        if (type.Metadata is not { } metadata)
            return default;
        foreach (var row in metadata.GetTypeDefinition(type.Handle).GetMethodImplementations())
        {
            var implementation = metadata.GetMethodImplementation(row);
            if (implementation.MethodBody.Kind == HandleKind.MethodDefinition && IsDeclaration(type, implementation.MethodDeclaration, contract, declaration))
                return (MethodDefinitionHandle)implementation.MethodBody;
        }
        return default;
    }

    private bool IsDeclaration(TypeInstance type, EntityHandle handle, TypeInstance contract, MethodDefinitionHandle declaration)
    {
        if (handle.Kind != HandleKind.MemberReference)
            return handle == declaration && ReferenceEquals(type.Metadata, contract.Metadata);
        var reference = type.Metadata!.GetMemberReference((MemberReferenceHandle)handle);
        var method = contract.Metadata!.GetMethodDefinition(declaration);
        return contract.Metadata.StringComparer.Equals(method.Name, type.Metadata.GetString(reference.Name)) && IsOf(type, reference.Parent, contract) &&
            Slot.Of(type.Metadata, reference).IsSame(Slot.Of(contract.Metadata, method));
    }

    private bool IsOf(TypeInstance type, EntityHandle parent, TypeInstance contract) =>
        _hierarchy.Resolve(type, parent, _asked) is { } other && other.Type.IsSame(contract.Type);

    private static MethodDefinitionHandle Public(Slot slot, TypeInstance type) =>
        slot.FindIn(type) is { IsNil: false } handle && (type.Metadata!.GetMethodDefinition(handle).Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public
            ? handle
            : default;

    private void Add(MethodDefinitionHandle handle, bool isMeant)
    {
        var method = _metadata.GetMethodDefinition(handle);
        if (method.RelativeVirtualAddress != 0 && (isMeant || ModuleMatcher.MatchesParameters(_metadata, method, _rule.Pattern)) && !_found.Contains(handle))
            _found.Add(handle);
    }

    /// <param name="type">An interface that the type or one that it derives from implements.</param>
    /// <param name="level">How far up the first type is that says so.</param>
    private sealed class Contract(TypeInstance type, int level)
    {
        public TypeInstance Type => type;
        public int Level => level;

        /// <summary>Whether the rule names it, or an interface that inherits it.</summary>
        public bool IsMeant { get; set; }
    }
}
