using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using DdRun.Instrumentation.Assemblies;
using DdRun.Instrumentation.Il;
using DdRun.Instrumentation.InProcess;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Matching;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Patterns;
using DdRun.Instrumentation.Profiler;
using DdRun.Instrumentation.Shapes;

namespace DdRun.Instrumentation.Live.Observing;

/// <summary>
/// Finds the methods that methods call, in the target's and in libraries' code, by their IL. For a method of an interface, and for a virtual one, those
/// that it may come to.
/// </summary>
internal sealed class Callees(ProfilerBridge bridge)
{
    private const int Ldftn = 0x106, Ldvirtftn = 0x107, LongestAccessor = 12;

    private readonly TypeHierarchy _hierarchy = new(new LoadedMetadata().Find);
    private readonly HashSet<MethodBase> _declared = [];

    public HashSet<(Assembly Assembly, uint Token)> Of(IEnumerable<(Assembly Assembly, uint Token)> callers)
    {
        var found = new HashSet<(Assembly, uint)>();
        var rules = new List<Rule>();
        foreach (var group in callers.GroupBy(static caller => caller.Assembly))
        {
            using var source = ModuleSource.Of(group.Key, bridge);
            if (source is null)
                continue;
            foreach (var (_, token) in group)
                AddCalled(group.Key, source, token, found, rules);
        }
        if (rules.Count > 0)
            AddImplementations(rules, found);
        return found;
    }

    private void AddCalled(Assembly assembly, ModuleSource source, uint token, HashSet<(Assembly, uint)> found, List<Rule> rules)
    {
        var handle = (MethodDefinitionHandle)MetadataTokens.EntityHandle((int)token);
        var shape = MethodShape.Read(source.Metadata, handle);
        // What is called stands in the step of an async method or iterator.
        if (shape.StateMachine is { } machine && StateMachines.MoveNext(source.Metadata, machine) is { } moveNext)
            handle = (MethodDefinitionHandle)MetadataTokens.EntityHandle((int)moveNext);
        if (RawBody.Read(source.Body(source.Metadata.GetMethodDefinition(handle).RelativeVirtualAddress)) is not { } body)
            return;
        var caller = Resolve(assembly.ManifestModule, MetadataTokens.GetToken(handle), null);
        var reader = new IlReader(body.Code);
        while (reader.Read())
        {
            if (reader.Code is IlCode.Call or IlCode.Callvirt or IlCode.Newobj || (int)reader.Code is Ldftn or Ldvirtftn)
            {
                var operand = BinaryPrimitives.ReadInt32LittleEndian(reader.Bytes[^sizeof(int)..]);
                if (Resolve(assembly.ManifestModule, operand, caller) is { } called)
                    Add(called, isVirtual: reader.Code == IlCode.Callvirt || (int)reader.Code == Ldvirtftn, found, rules);
            }
        }
    }

    private static MethodBase? Resolve(Module module, int token, MethodBase? caller)
    {
        try
        {
            return module.ResolveMethod(token, caller?.DeclaringType?.GetGenericArguments(), caller is MethodInfo { IsGenericMethod: true } ? caller.GetGenericArguments() : null);
        }
        catch (Exception)
        {
            // It is in an assembly that is not there, or not what a method is.
            return null;
        }
    }

    private void Add(MethodBase called, bool isVirtual, HashSet<(Assembly, uint)> found, List<Rule> rules)
    {
        if (called.DeclaringType is not { } type || !IsInteresting(type.Assembly) || (type.Name[0] == '<' && called.IsConstructor))
            return;
        if (isVirtual && called is { IsVirtual: true, IsFinal: false } && !type.IsSealed)
        {
            var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
            if (_declared.Add(called) && definition.FullName is { } name)
                rules.Add(new Rule
                {
                    Pattern = MethodPattern.ForMethod(string.Join('+', name.Split('+').Select(MetadataNames.WithoutArity)), called.Name),
                    Origin = new RuleOrigin("", 0, 0),
                    Target = type.IsInterface ? RuleTarget.Implements : RuleTarget.Overrides,
                });
        }
        if (!called.IsAbstract && !IsAccessor(called))
            found.Add((type.Assembly, (uint)called.MetadataToken));
    }

    // Looking at what only reads a field would take longer than that does.
    private static bool IsAccessor(MethodBase method) => method.IsSpecialName && !method.IsConstructor && method.GetMethodBody()?.GetILAsByteArray() is { Length: <= LongestAccessor };

    private static bool IsInteresting(Assembly assembly) =>
        Reweaver.IsReachable(assembly, out var name) && !SharedFramework.Contains(assembly) && !name.StartsWith("System.", StringComparison.Ordinal);

    private void AddImplementations(List<Rule> rules, HashSet<(Assembly, uint)> found)
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (assembly.IsDynamic || !IsInteresting(assembly) || ModuleSource.Of(assembly, bridge) is not { } source)
                continue;
            using (source)
            {
                foreach (var match in ModuleMatcher.Find(source, rules, _hierarchy, readsAttributes: false))
                {
                    if (source.Metadata.GetMethodDefinition(match.Method).RelativeVirtualAddress != 0)
                        found.Add((assembly, RuleDifference.Token(match)));
                }
            }
        }
    }
}
