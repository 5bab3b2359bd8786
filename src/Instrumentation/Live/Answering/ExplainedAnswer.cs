using DdRun.Instrumentation.InProcess;
using DdRun.Instrumentation.Live.Channel;
using DdRun.Instrumentation.Live.Rendering;
using DdRun.Instrumentation.Patterns;
using DdRun.Json;

namespace DdRun.Instrumentation.Live.Answering;

/// <summary>Why methods are woven, or are not, in the words of <c>dd-run explain</c>.</summary>
internal static class ExplainedAnswer
{
    private const int LongFrame = 256 * 1024;

    public static IEnumerable<string> Of(int id, MethodChoice choice, Reweaver? changes)
    {
        var json = Begin(id);
        foreach (var line in Lines(choice, changes))
        {
            if (json.Length > LongFrame)
            {
                yield return json.EndList().Name("more").Value(true).EndObject().ToString();
                json = Begin(id);
            }
            json.Value(line);
        }
        yield return json.EndList().EndObject().ToString();
    }

    /// <summary>The same with each method's code before and after, for programs.</summary>
    public static IEnumerable<string> WithCode(int id, MethodChoice choice, Reweaver? changes)
    {
        var json = Begin(id, "items");
        var count = 0;
        foreach (var fact in MethodFacts.Of(choice, changes, withListings: true))
        {
            if (count++ == MethodFacts.MostListed)
                break;
            if (json.Length > LongFrame)
            {
                yield return json.EndList().Name("more").Value(true).EndObject().ToString();
                json = Begin(id, "items");
            }
            Write(json, fact);
        }
        json.EndList();
        if (count > MethodFacts.MostListed)
            json.Name("cut").Value(true);
        if (count == 0)
            json.Member("message", Unmatched.Of(choice));
        yield return json.EndObject().ToString();
    }

    private static void Write(JsonWriter json, MethodFact fact)
    {
        json.BeginObject().Member("assembly", fact.Assembly.GetName().Name).Member("type", fact.Type).Member("method", fact.Method).Name("woven").Value(fact.IsWoven);
        if (fact.Rules.Count > 0)
            json.Member("rule", fact.Rules[^1].Origin.ToString());
        if (fact.Observed > 0)
            json.Member("observed", fact.Observed);
        if (fact.Refusal is { } refusal)
            json.Member("reason", $"{refusal.Code}: {refusal.Reason}");
        if (fact.Notes.Count > 0)
            Write(json, "notes", fact.Notes);
        if (fact.Listing is { } listing)
        {
            Write(json, "before", listing.Before);
            Write(json, "after", listing.After);
        }
        json.EndObject();
    }

    private static void Write(JsonWriter json, string name, IEnumerable<string> lines)
    {
        json.Name(name).BeginList();
        foreach (var line in lines)
            json.Value(line);
        json.EndList();
    }

    private static JsonWriter Begin(int id, string list = "lines") => new JsonWriter().BeginObject().Member("type", "explained").Member("id", id).Name(list).BeginList();

    private static IEnumerable<string> Lines(MethodChoice choice, Reweaver? changes)
    {
        var assembly = "";
        int methods = 0, woven = 0, refused = 0;
        foreach (var fact in MethodFacts.Of(choice, changes))
        {
            methods++;
            woven += fact.IsWoven ? 1 : 0;
            refused += fact.Refusal is null ? 0 : 1;
            if (fact.Assembly.GetName().Name is { } name && name != assembly)
                yield return assembly = name;
            yield return $"  {(fact.IsWoven ? "✓" : fact.Refusal is null ? "–" : "✗")} {fact.Type}.{fact.Method}  {(fact.Rules.Count > 0 ? fact.Rules[^1].Origin.ToString() : "no rule means it")}";
            foreach (var rule in fact.Rules.SkipLast(1))
                yield return $"      also meant by {rule.Origin}, where a later rule wins";
            if (fact.Rules.Count > 0 && fact.Rules[^1].Exclude)
                yield return "      excluded";
            if (fact.Observed > 0)
                yield return $"      looked at by {fact.Observed}";
            if (fact.Refusal is { } refusal)
                yield return $"      {refusal.Code}: {refusal.Reason}";
            foreach (var note in fact.Notes)
                yield return "      " + note;
        }
        yield return methods == 0 ? Unmatched.Of(choice) : $"{methods} {(methods == 1 ? "method" : "methods")}: {woven} woven, {refused} that cannot be";
    }
}
