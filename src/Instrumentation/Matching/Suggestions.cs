using System.Reflection.Metadata;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Patterns;
using DdRun.Instrumentation.Text;

namespace DdRun.Instrumentation.Matching;

/// <summary>Guesses what a pattern that matches nothing was to match.</summary>
internal static class Suggestions
{
    private const int Most = 3;

    public static IReadOnlyList<string> For(MethodPattern pattern, IReadOnlyList<ModuleSource> modules)
    {
        var wanted = pattern.Type.Text + "." + pattern.Method;
        var shortWanted = pattern.Type.LastSegment + "." + pattern.Method;
        var found = new List<(int Distance, string Name)>();
        foreach (var module in modules)
        {
            if (!ModuleMatcher.IsFramework(module.Name) || pattern.Type.Prefix.Length > 0)
                AddModule(module.Metadata, pattern, wanted, shortWanted, found);
        }
        found.Sort((a, b) => a.Distance != b.Distance ? a.Distance.CompareTo(b.Distance) : string.CompareOrdinal(a.Name, b.Name));
        var names = new List<string>();
        foreach (var (_, name) in found)
        {
            if (!names.Contains(name))
                names.Add(name);
            if (names.Count == Most)
                break;
        }
        return names;
    }

    private static void AddModule(MetadataReader metadata, MethodPattern pattern, string wanted, string shortWanted, List<(int Distance, string Name)> found)
    {
        foreach (var typeHandle in metadata.TypeDefinitions)
        {
            var type = MetadataNames.Of(metadata, typeHandle);
            if (type.Contains('<', StringComparison.Ordinal))
                continue;
            var shortType = type[(type.LastIndexOfAny(['.', '+']) + 1)..];
            foreach (var handle in metadata.GetTypeDefinition(typeHandle).GetMethods())
            {
                var method = metadata.GetString(metadata.GetMethodDefinition(handle).Name);
                if (method.Contains('<', StringComparison.Ordinal))
                    continue;
                var limit = 3 + wanted.Length / 6;
                var distance = Nearest.Distance(wanted, type + "." + method, limit);
                // The right name in another namespace, or with other parameters.
                distance = Math.Min(distance, 1 + Nearest.Distance(shortWanted, shortType + "." + method, limit));
                if (distance < limit)
                    found.Add((distance, pattern.Parameters is null ? type + "." + method : MethodNames.Full(metadata, handle)));
            }
        }
    }
}
