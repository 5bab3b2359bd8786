using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.InteropServices;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Patterns;
using DdRun.Sampling;

namespace DdRun.Instrumentation.Matching;

/// <summary>Finds the methods of a module that rules mean, reading metadata only.</summary>
internal sealed class ModuleMatcher
{
    private readonly MetadataReader _metadata;
    private readonly Version _version;
    private readonly bool _isFramework;
    private readonly List<Rule> _rules;
    private readonly TypeHierarchy? _hierarchy;
    private readonly TokenMap<Match> _matches = new();
    private readonly List<string> _names = [];
    private readonly ICollection<string>? _asked;
    private readonly MissedRules? _missed;

    private ModuleMatcher(
        MetadataReader metadata, Version version, bool isFramework, List<Rule> rules, TypeHierarchy? hierarchy, ICollection<string>? asked, MissedRules? missed)
    {
        _isFramework = isFramework;
        _asked = asked;
        _missed = missed;
        _metadata = metadata;
        _version = version;
        _rules = rules;
        _hierarchy = hierarchy;
    }

    /// <summary>The matches in the order of their tokens.</summary>
    /// <param name="module">Where to look.</param>
    /// <param name="rules">All that may mean something there.</param>
    /// <param name="hierarchy">For rules about types that implement or override; without it they mean nothing.</param>
    /// <param name="asked">Takes the names of other assemblies that the answer depends on.</param>
    /// <param name="missed">Takes what becomes of the rules that are written for the module.</param>
    /// <param name="readsAttributes">Whether <c>[Trace]</c> makes rules.</param>
    public static ICollection<Match> Find(
        ModuleSource module, IReadOnlyList<Rule> rules, TypeHierarchy? hierarchy, ICollection<string>? asked = null, MissedRules? missed = null, bool readsAttributes = true)
    {
        var metadata = module.Metadata;
        var name = module.Name;
        var version = module.Version;
        var isFramework = IsFramework(name);
        var possible = new List<Rule>();
        foreach (var rule in rules)
        {
            if (IsPossible(rule, name, version, isFramework, hierarchy))
                possible.Add(rule);
        }
        missed?.Expect(possible);
        var matcher = new ModuleMatcher(metadata, version, isFramework, possible, hierarchy, asked, missed);
        if (possible.Count > 0)
            matcher.FindAll();
        if (!isFramework && readsAttributes)
            TraceAttributes.Find(module, matcher._matches);
        return matcher._matches.Values;
    }

    /// <summary>Wildcards do not reach into what everything runs on, unless a pattern begins with its name.</summary>
    public static bool IsFramework(string assembly) =>
        assembly.StartsWith("System.", StringComparison.Ordinal) || assembly.StartsWith("Microsoft.", StringComparison.Ordinal) ||
        assembly is "System" or "mscorlib" or "netstandard" or "WindowsBase";

    private static bool IsPossible(Rule rule, string name, Version version, bool isFramework, TypeHierarchy? hierarchy)
    {
        if (rule.Assembly is not null && !Glob.MatchesName(rule.Assembly, name))
            return false;
        if (rule.Versions is not null && !rule.Versions.Contains(version))
            return false;
        if (rule.Target == RuleTarget.Method)
            return !isFramework || rule.Assembly is not null || rule.Pattern.Type.Prefix.Length > 0 || rule.Pattern.Type.IsExact;
        return hierarchy is not null && TypeHierarchy.MayReach(rule, name);
    }

    private void FindAll()
    {
        var candidates = new List<Rule>();
        StringHandle lastSpace = default;
        var space = "";
        var first = true;
        foreach (var handle in _metadata.TypeDefinitions)
        {
            var type = _metadata.GetTypeDefinition(handle);
            var outer = type;
            while (outer.GetDeclaringType() is { IsNil: false } declaring)
                outer = _metadata.GetTypeDefinition(declaring);
            if (first || outer.Namespace != lastSpace)
            {
                first = false;
                lastSpace = outer.Namespace;
                space = lastSpace.IsNil ? "" : _metadata.GetString(lastSpace);
                Choose(space, candidates);
            }
            if (candidates.Count > 0)
                MatchType(handle, type, space, candidates);
        }
    }

    private void Choose(string space, List<Rule> candidates)
    {
        candidates.Clear();
        foreach (var rule in _rules)
        {
            var prefix = rule.Pattern.Type.Prefix;
            if (rule.Target != RuleTarget.Method || prefix.Length == 0 ||
                (space.StartsWith(prefix, StringComparison.Ordinal) && (space.Length == prefix.Length || space[prefix.Length] == '.')))
                candidates.Add(rule);
        }
    }

    private void MatchType(TypeDefinitionHandle handle, TypeDefinition type, string space, List<Rule> candidates)
    {
        var isCompilerMade = IsCompilerMade(handle);
        _names.Clear();
        foreach (var rule in candidates)
        {
            if (isCompilerMade && !rule.Pattern.IncludesCompilerMade && !rule.Exclude)
                continue;
            if (rule.Target != RuleTarget.Method)
                MatchRelatives(handle, rule);
            else if (rule.Pattern.Type.IsMatch(space, Names(handle)))
                MatchMethods(type, rule);
        }
    }

    private void MatchRelatives(TypeDefinitionHandle handle, Rule rule)
    {
        var isRelated = _hierarchy!.IsRelated(_metadata, handle, rule, out var asked);
        foreach (var assembly in asked)
            _asked?.Add(assembly);
        if (!isRelated)
            return;
        var more = new List<string>();
        var methods = rule.Target == RuleTarget.Implements
            ? Implementations.Find(_hierarchy, _metadata, handle, rule, more)
            : Overrides.Find(_hierarchy, _metadata, handle, rule, more);
        foreach (var assembly in more)
            _asked?.Add(assembly);
        foreach (var method in methods)
            Add(method, rule);
    }

    private void MatchMethods(TypeDefinition type, Rule rule)
    {
        var pattern = rule.Pattern;
        _missed?.Meet(rule, type, _isFramework);
        foreach (var handle in type.GetMethods())
        {
            var method = _metadata.GetMethodDefinition(handle);
            if (!IsCandidate(method, pattern) || !MatchesName(method, pattern) || !IsWritten(_metadata, method, pattern) || !MatchesParameters(_metadata, method, pattern))
                continue;
            _missed?.Match(rule);
            Add(handle, rule);
        }
    }

    // A wildcard means what can be traced; a name means the method, and if it has no body then that is worth saying.
    private static bool IsCandidate(MethodDefinition method, MethodPattern pattern) =>
        method.RelativeVirtualAddress != 0 || (!pattern.Method.Contains('*', StringComparison.Ordinal) && (method.Attributes & MethodAttributes.Abstract) != 0);

    private bool MatchesName(MethodDefinition method, MethodPattern pattern) =>
        pattern.IsExact && _metadata.StringComparer.Equals(method.Name, pattern.Method) || pattern.MatchesName(_metadata.GetString(method.Name));

    /// <summary>False where <c>*</c> would mean what the compiler made, as it does for records.</summary>
    internal static bool IsWritten(MetadataReader metadata, MethodDefinition method, MethodPattern pattern) => pattern.Method != "*" || !IsCompilerMade(metadata, method);

    /// <summary>Whether the compiler made a method of its own accord, whatever its name.</summary>
    internal static bool IsCompilerMade(MetadataReader metadata, MethodDefinition method) => Attributes.Has(metadata, method, "CompilerGeneratedAttribute");

    internal static bool MatchesParameters(MetadataReader metadata, MethodDefinition method, MethodPattern pattern)
    {
        if (pattern.Parameters is null)
            return true;
        var signature = method.DecodeSignature(TypeNameProvider.Instance, method);
        var types = new NamedType[signature.ParameterTypes.Length];
        for (var i = 0; i < types.Length; i++)
            types[i] = Named(metadata, method, signature.ParameterTypes[i]);
        return pattern.MatchesParameters(types);
    }

    /// <summary>Type parameters by the names that their declarations give them.</summary>
    internal static NamedType Named(MetadataReader metadata, MethodDefinition method, NamedType type)
    {
        if (type.Name.StartsWith('!'))
        {
            var ofMethod = type.Name.StartsWith("!!", StringComparison.Ordinal);
            var parameters = ofMethod ? method.GetGenericParameters() : metadata.GetTypeDefinition(method.GetDeclaringType()).GetGenericParameters();
            var index = int.Parse(type.Name.AsSpan(ofMethod ? 2 : 1), System.Globalization.CultureInfo.InvariantCulture);
            return index < parameters.Count ? NamedType.Of(metadata.GetString(metadata.GetGenericParameter(parameters[index]).Name)) : type;
        }
        return type.Arguments.Length == 0 ? type : new NamedType(type.Name, Array.ConvertAll(type.Arguments, argument => Named(metadata, method, argument)));
    }

    private void Add(MethodDefinitionHandle handle, Rule rule)
    {
        var token = MetadataTokens.GetToken(handle);
        if (_matches.Find(token) is not { } match)
            _matches.Add(token, match = new Match(handle, []));
        // Types that share an inherited method say the same of it.
        if (!match.Rules.Contains(rule))
            match.Rules.Insert(Place(match.Rules, rule), rule);
    }

    // Behind all that come before it, save those that were tested with nearer versions.
    private int Place(List<Rule> rules, Rule rule)
    {
        var place = rules.Count;
        while (place > 0 && _rules.IndexOf(rules[place - 1]) > _rules.IndexOf(rule))
            place--;
        if (rule.Tested is { } tested && tested.Distance(_version) is var distance && distance != default)
        {
            while (place > 0 && rules[place - 1].Tested is { } other && other.Distance(_version).CompareTo(distance) < 0)
                place--;
        }
        return place;
    }

    private bool IsCompilerMade(TypeDefinitionHandle handle)
    {
        while (!handle.IsNil)
        {
            var type = _metadata.GetTypeDefinition(handle);
            if (_metadata.StringComparer.StartsWith(type.Name, "<"))
                return true;
            handle = type.GetDeclaringType();
        }
        return false;
    }

    // Of the type that is being matched; made for the first rule that asks.
    private ReadOnlySpan<string> Names(TypeDefinitionHandle handle)
    {
        if (_names.Count == 0)
        {
            while (!handle.IsNil)
            {
                var type = _metadata.GetTypeDefinition(handle);
                _names.Insert(0, MetadataNames.WithoutArity(_metadata.GetString(type.Name)));
                handle = type.GetDeclaringType();
            }
        }
        return CollectionsMarshal.AsSpan(_names);
    }
}
