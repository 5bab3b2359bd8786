using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;
using System.Text;
using DdRun.Instrumentation.Matching;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Patterns;
using DdRun.Instrumentation.Startup;

namespace DdRun.Instrumentation.Explain;

/// <summary>Writes a first manifest from an application's own public methods, and those beside its entry point.</summary>
internal static class StarterManifest
{
    private const int MostRules = 200;

    /// <param name="app">The application's own assembly.</param>
    /// <param name="text">The manifest.</param>
    /// <param name="reason">Why there is nothing to write.</param>
    /// <exception cref="BadImageFormatException">It is no assembly.</exception>
    public static bool TryMake(string app, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? reason)
    {
        using var source = ModuleSource.Of(app) ?? throw new BadImageFormatException($"{app} is no .NET assembly");
        var metadata = source.Metadata;
        string? entryPoint = null;
        var rules = new List<string>();
        foreach (var handle in metadata.TypeDefinitions)
        {
            if (EntryPoint(metadata, handle) is { } name)
            {
                AddProgram(metadata, handle, name, rules);
                entryPoint = MetadataNames.Of(metadata, handle) + "." + name;
            }
            else if (IsWorthTracing(metadata, handle))
            {
                rules.Add($$"""{ "method": "{{MetadataNames.Of(metadata, handle)}}.*", "resource": "{type}.{method}" }""");
            }
        }
        if (rules.Count == 0)
        {
            (text, reason) = (null, Reason(source.Name, entryPoint));
            return false;
        }
        (text, reason) = (Manifest(rules), null);
        return true;
    }

    private static string Manifest(List<string> rules)
    {
        var text = new StringBuilder();
        text.Append("{\n  \"$schema\": \"./dd-run.schema.json\",\n  // Each rule may also have \"name\", \"service\", \"resource\", \"type\", \"tags\" and \"when\".\n  \"instrument\": [");
        for (var i = 0; i < rules.Count && i < MostRules; i++)
            text.Append(i == 0 ? "\n    " : ",\n    ").Append(rules[i]);
        return text.Append("\n  ]\n}\n").ToString();
    }

    private static string Reason(string assembly, string? entryPoint) => entryPoint is null
        ? $"{assembly} has no public method with code in it; rules for others have to be written by hand"
        : $"{assembly} has no method but its entry point; a rule for {entryPoint} would make one span as long as the program, around all others";

    // One by one, whoever may call them: programs are mostly not public, and a span of the entry point would hold everything that the process does.
    private static void AddProgram(MetadataReader metadata, TypeDefinitionHandle handle, string entryPoint, List<string> rules)
    {
        var type = metadata.GetTypeDefinition(handle);
        var program = MetadataNames.Of(metadata, handle);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in NamesOfBodies(metadata, type))
        {
            if (name != entryPoint && MethodPattern.IsOrdinary(name) && seen.Add(name))
                rules.Add($$"""{ "method": "{{program}}.{{name}}", "resource": "{type}.{method}" }""");
        }
        AddLocalFunctions(metadata, type, program, program, entryPoint, rules);
        foreach (var nested in type.GetNestedTypes())
        {
            // Those that keep variables of the entry point, and are handed on as delegates.
            var closure = metadata.GetTypeDefinition(nested);
            if (metadata.StringComparer.StartsWith(closure.Name, "<>c__DisplayClass"))
                AddLocalFunctions(metadata, closure, program + "+<>c__DisplayClass*", program, entryPoint, rules);
        }
    }

    // The numbers that the compiler puts behind their names change with the code around them.
    private static void AddLocalFunctions(MetadataReader metadata, TypeDefinition type, string place, string program, string entryPoint, List<string> rules)
    {
        var mark = $"<{entryPoint}>g__";
        foreach (var name in NamesOfBodies(metadata, type))
        {
            if (name.StartsWith(mark, StringComparison.Ordinal) && name.IndexOf('|', mark.Length) is > 0 and var end &&
                $$"""{ "method": "{{place}}.{{name[..end]}}|*", "name": "{{program}}.{{name[mark.Length..end]}}" }""" is var rule && !rules.Contains(rule))
                rules.Add(rule);
        }
    }

    // `<Main>$` holds top-level statements; beside an async one of either there is `<Main>`, which waits for it.
    private static string? EntryPoint(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        foreach (var methodHandle in metadata.GetTypeDefinition(handle).GetMethods())
        {
            var method = metadata.GetMethodDefinition(methodHandle);
            if ((method.Attributes & MethodAttributes.Static) != 0 && metadata.GetString(method.Name) is ("Main" or "<Main>$") and var name)
                return name;
        }
        return null;
    }

    private static bool IsWorthTracing(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var visibility = type.Attributes & TypeAttributes.VisibilityMask;
        if (visibility is not (TypeAttributes.Public or TypeAttributes.NestedPublic or TypeAttributes.NotPublic) || metadata.GetString(type.Name)[0] == '<')
            return false;
        foreach (var methodHandle in type.GetMethods())
        {
            var method = metadata.GetMethodDefinition(methodHandle);
            if ((method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public && method.RelativeVirtualAddress != 0 &&
                MethodPattern.IsOrdinary(metadata.GetString(method.Name)) && !ModuleMatcher.IsCompilerMade(metadata, method))
                return true;
        }
        return false;
    }

    private static IEnumerable<string> NamesOfBodies(MetadataReader metadata, TypeDefinition type)
    {
        foreach (var handle in type.GetMethods())
        {
            var method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress != 0)
                yield return metadata.GetString(method.Name);
        }
    }
}
