using DdRun.Instrumentation.Live.Rendering;
using DdRun.Json;

namespace DdRun.Instrumentation.Live.Channel;

/// <summary>The texts that we send besides events; docs/live-protocol.md.</summary>
internal static class LiveAnswer
{
    public static string Error(int id, LiveError error)
    {
        var json = new JsonWriter().BeginObject().Member("type", "error").Member("id", id).Member("message", error.Message).Member("source", error.Source);
        if (error.Text is { } text)
            json.Member("text", text);
        if (error.Column > 0)
            json.Member("column", error.Column);
        if (error.Line > 0)
            json.Member("line", error.Line);
        return json.EndObject().ToString();
    }

    public static string Ready(int id, int types, int methods, IEnumerable<KeyValuePair<string, string>> refused, TimeSpan took)
    {
        var json = new JsonWriter().BeginObject().Member("type", "ready").Member("id", id).Member("types", types).Member("methods", methods).Name("refused").BeginList();
        foreach (var (method, reason) in refused)
        {
            json.BeginObject().Member("method", method).Member("reason", reason).EndObject();
            if (json.IsLongEnough())
                break;
        }
        return json.EndList().Member("ns", took.Ticks * 100).EndObject().ToString();
    }

    public static string Ended(int id, long seen, long shown, long dropped, int restored, string reason) =>
        new JsonWriter().BeginObject().Member("type", "ended").Member("id", id).Member("seen", seen).Member("shown", shown).Member("dropped", dropped)
            .Member("restored", restored).Member("reason", reason).EndObject().ToString();
}
