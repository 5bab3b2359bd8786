using DdRun.Diagnostics;
using DdRun.Instrumentation.Assemblies;
using DdRun.Instrumentation.InProcess;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Matching;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Patterns;
using DdRun.Instrumentation.Plans;
using DdRun.Instrumentation.Text;

namespace DdRun.Instrumentation.Live.Answering;

/// <summary>What somebody may have meant whose pattern means nothing in the process: it takes its time, as all names are looked at, also in files that are still to be loaded.</summary>
internal static class Unmatched
{
    private static readonly string[] s_accessors = ["get_", "set_", "add_", "remove_"];

    /// <summary>A sentence about methods that are meant.</summary>
    public static string Of(MethodChoice choice) => choice switch
    {
        { Origin: null } => Of(choice.Pattern!),
        { Pattern: { } pattern } => $"no method that is loaded is meant both by {pattern.Text} and by the rules of {choice.Origin}",
        _ => $"no method that is loaded is meant by the rules of {choice.Origin}",
    };

    /// <summary>A sentence about a pattern for methods.</summary>
    public static string Of(MethodPattern pattern)
    {
        var modules = Modules(pattern.Type.Text);
        try
        {
            var rule = new Rule { Pattern = pattern, Origin = new RuleOrigin("", 0, 0) };
            foreach (var (module, file) in modules)
            {
                if (file is not null && ModuleMatcher.Find(module, [rule], null, readsAttributes: false).Count > 0)
                    return $"{pattern.Text} is in {Path.GetFileName(file)}, which is not loaded yet";
            }
            if (LeftAlone(rule) is { } refusal)
                return $"{pattern.Text} cannot be looked at: {refusal.Reason}";
            if (IsType(pattern.Text, modules))
                return $"{pattern.Text} is a type; {pattern.Text}.* means its methods";
            if (pattern is { Method: "*", Parameters: null } && IsType(pattern.Type.Text, modules))
                return $"{pattern.Type.Text} has only constructors, accessors, operators and what the compiler made: {pattern.Type.Text}.** means these too";
            if (Accessors(pattern, modules) is { Count: > 0 } accessors)
                return Sentence("method", pattern.Text, accessors);
            return Sentence("method", pattern.Text, Suggestions.For(pattern, [.. modules.Select(static module => module.Module)]));
        }
        finally
        {
            Close(modules);
        }
    }

    /// <summary>A sentence about a pattern that may be one for types as well.</summary>
    public static string OfTypes(string text)
    {
        var modules = Modules(text);
        try
        {
            var names = new List<string>();
            foreach (var (module, file) in modules)
            {
                foreach (var handle in module.Metadata.TypeDefinitions)
                {
                    var name = MetadataNames.Of(module.Metadata, handle);
                    if (file is not null && name == text)
                        return $"{text} is in {Path.GetFileName(file)}, which is not loaded yet";
                    if (!name.Contains('<', StringComparison.Ordinal))
                        names.Add(name);
                }
            }
            if (Nearest.Of(text, [.. names]) is { } near)
                return Sentence("type", text, [near]);
        }
        finally
        {
            Close(modules);
        }
        return MethodPattern.TryParse(text, out var pattern, out _, out _) ? Of(pattern) : Sentence("type", text, []);
    }

    // What is loaded, and never woven.
    private static Refusal? LeftAlone(Rule rule)
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (assembly.IsDynamic || Refusal.OfAssembly(AssemblyNames.Simple(assembly)) is not { } refusal || ModuleSource.Of(assembly, null) is not { } module)
                continue;
            using (module)
            {
                if (ModuleMatcher.Find(module, [rule], null, readsAttributes: false).Count > 0)
                    return refusal;
            }
        }
        return null;
    }

    private static bool IsType(string text, List<(ModuleSource Module, string? File)> modules)
    {
        foreach (var (module, _) in modules)
        {
            foreach (var handle in module.Metadata.TypeDefinitions)
            {
                if (MetadataNames.Of(module.Metadata, handle) == text)
                    return true;
            }
        }
        return false;
    }

    // Of a property or an event: what is called is one of these.
    private static List<string> Accessors(MethodPattern pattern, List<(ModuleSource Module, string? File)> modules)
    {
        var names = new List<string>();
        foreach (var (module, _) in modules)
        {
            foreach (var handle in module.Metadata.TypeDefinitions)
            {
                if (MetadataNames.Of(module.Metadata, handle) != pattern.Type.Text)
                    continue;
                foreach (var method in module.Metadata.GetTypeDefinition(handle).GetMethods())
                {
                    var name = module.Metadata.GetString(module.Metadata.GetMethodDefinition(method).Name);
                    if (s_accessors.Any(prefix => name == prefix + pattern.Method))
                        names.Add(pattern.Type.Text + "." + name);
                }
            }
        }
        return names;
    }

    private static string Sentence(string what, string text, IReadOnlyList<string> nearest) =>
        $"no {what} that is loaded is called {text}{(nearest.Count > 0 ? $"; did you mean {string.Join(" or ", nearest)}?" : "")}";

    // With the path of each that is not loaded. Of what everything runs on only where its name is asked for.
    private static List<(ModuleSource Module, string? File)> Modules(string asked)
    {
        var isFramework = ModuleMatcher.IsFramework(asked);
        var modules = new List<(ModuleSource, string?)>();
        var loaded = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (assembly.IsDynamic || AssemblyNames.Simple(assembly) is not { } name || !loaded.Add(name) || !(isFramework || !ModuleMatcher.IsFramework(name)))
                continue;
            if (!LoadTimeWeaver.IsOwn(assembly) && ModuleSource.Of(assembly, null) is { } module)
                modules.Add((module, null));
        }
        foreach (var file in AssemblyPaths.All())
        {
            var name = Path.GetFileNameWithoutExtension(file);
            if (!loaded.Contains(name) && (isFramework || !ModuleMatcher.IsFramework(name)) && ModuleSource.Of(file) is { } module)
                modules.Add((module, file));
        }
        return modules;
    }

    private static void Close(List<(ModuleSource Module, string? File)> modules)
    {
        foreach (var (module, _) in modules)
            module.Dispose();
    }
}
