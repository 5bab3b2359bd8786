using System.Reflection;
using System.Runtime.Loader;
using DdRun.Instrumentation.InProcess;
using DdRun.Instrumentation.Live.Channel;
using DdRun.Instrumentation.Live.Rendering;
using DdRun.Instrumentation.Metadata;
using DdRun.Instrumentation.Patterns;
using DdRun.Json;

namespace DdRun.Instrumentation.Live.Answering;

/// <summary>What is loaded: assemblies, types or methods.</summary>
internal static class LoadedAnswer
{
    // Frames that both ends can well hold.
    private const int LongFrame = 256 * 1024;

    public static IEnumerable<string> Of(int id, RequestValues values, Reweaver? changes)
    {
        var pattern = values.Text("pattern");
        if (values.Text("manifest") is not null)
            return Frames(id, Methods(ChoiceValues.Read(values), changes), pattern);
        var items = pattern is null ? Assemblies() : Types(pattern) is { Count: > 0 } types ? types : pattern.Contains('.', StringComparison.Ordinal) ? Methods(ChoiceValues.Read(values), changes) : [];
        return Frames(id, items, pattern);
    }

    private static IEnumerable<string> Frames(int id, IEnumerable<string> items, string? pattern)
    {
        var json = Begin(id);
        var count = 0;
        var isCut = false;
        foreach (var item in items)
        {
            if (count++ == MethodFacts.Most)
            {
                isCut = true;
                break;
            }
            if (json.Length > LongFrame)
            {
                yield return json.EndList().Name("more").Value(true).EndObject().ToString();
                json = Begin(id);
            }
            json.Raw(item);
        }
        json.EndList();
        if (isCut)
            json.Name("cut").Value(true);
        if (count == 0 && pattern is not null)
            json.Member("message", Unmatched.OfTypes(pattern));
        yield return json.EndObject().ToString();
    }

    private static JsonWriter Begin(int id) => new JsonWriter().BeginObject().Member("type", "loaded").Member("id", id).Name("items").BeginList();

    private static IEnumerable<string> Assemblies()
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            yield return Assembly(new JsonWriter().BeginObject(), assembly).EndObject().ToString();
    }

    private static JsonWriter Assembly(JsonWriter json, Assembly assembly)
    {
        var name = assembly.GetName();
        json.Member("assembly", name.Name).Member("version", name.Version?.ToString()).Member("path", assembly.IsDynamic ? "" : assembly.Location);
        if (!assembly.IsDynamic)
            json.Member("mvid", assembly.ManifestModule.ModuleVersionId.ToString());
        return json.Member("context", AssemblyLoadContext.GetLoadContext(assembly)?.Name ?? "");
    }

    // Where a pattern means types, it is they that are asked for.
    private static List<string> Types(string text)
    {
        var types = new List<string>();
        if (text.Contains('(', StringComparison.Ordinal))
            return types;
        var pattern = TypePattern.Parse(text);
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (assembly.IsDynamic || ModuleSource.Of(assembly, null) is not { } source)
                continue;
            using (source)
            {
                foreach (var handle in source.Metadata.TypeDefinitions)
                {
                    var name = MetadataNames.Of(source.Metadata, handle);
                    var parts = name.Split('+');
                    var dot = parts[0].LastIndexOf('.');
                    var space = dot < 0 ? "" : parts[0][..dot];
                    parts[0] = parts[0][(dot + 1)..];
                    if (types.Count <= MethodFacts.Most && (parts[^1][0] != '<' || pattern.IncludesCompilerMade) && pattern.IsMatch(space, parts))
                        types.Add(Assembly(new JsonWriter().BeginObject(), assembly).Member("type", name).EndObject().ToString());
                }
            }
        }
        return types;
    }

    private static IEnumerable<string> Methods(MethodChoice choice, Reweaver? changes)
    {
        foreach (var fact in MethodFacts.Of(choice, changes))
        {
            var json = Assembly(new JsonWriter().BeginObject(), fact.Assembly).Member("type", fact.Type).Member("method", fact.Method).Member("code", fact.Code).Name("woven").Value(fact.IsWoven);
            if (fact.Rules.Count > 0)
                json.Member("rule", fact.Rules[^1].Origin.ToString());
            if (fact.Observed > 0)
                json.Member("observed", fact.Observed);
            if (!fact.IsWoven && fact.Rules.Count > 0)
                json.Member("reason", fact.Refusal?.Reason ?? (fact.Rules[^1].Exclude ? "A rule excludes it." : "It is not woven yet."));
            yield return json.EndObject().ToString();
        }
    }
}
