using System.Text.Json.Nodes;

namespace DdRun.Runtime.Tests.Vectors;

/// <summary>
/// What this library does otherwise than the reference: <c>skipped.json</c> (cases that cannot apply to .NET) and
/// <c>decisions.json</c> (cases whose expected outcome is another one here). Both give a reason for each, and say which cases are meant
/// by what is in them (<see cref="VectorConditions"/>), so that the same holds for cases nobody has seen, or, where there is no such rule, by id.
/// </summary>
internal static class VectorDecisions
{
    private static readonly JsonArray s_skipped = Load("skipped.json");
    private static readonly JsonArray s_decisions = Load("decisions.json");

    public static IEnumerable<JsonNode> All => s_skipped.Concat(s_decisions)!;

    public static bool Skipped(VectorCase vector) => Find(s_skipped, vector) != null;

    public static bool Decided(VectorCase vector) => Find(s_decisions, vector) != null;

    public static VectorCase Apply(VectorCase vector)
    {
        if (Find(s_decisions, vector) is { } decision)
            foreach (var (name, value) in decision["instead"]!.AsObject())
                vector.Data[name] = Merge(vector.Data[name], value);
        return vector;
    }

    private static JsonNode? Merge(JsonNode? old, JsonNode? instead)
    {
        if (old is not JsonObject target || instead is not JsonObject changes)
            return instead?.DeepClone();
        foreach (var (name, value) in changes)
            target[name] = Merge(target[name], value);
        return target.DeepClone();
    }

    private static JsonNode? Find(JsonArray list, VectorCase vector) =>
        list.FirstOrDefault(e => e!["group"]!.GetValue<string>() == vector.Group
            && (e["when"]?.GetValue<string>() is { } condition ? VectorConditions.Hold(condition, vector) : e["id"]!.GetValue<string>() == vector.Id));

    private static JsonArray Load(string name)
    {
        using var stream = typeof(VectorDecisions).Assembly.GetManifestResourceStream("Vectors." + name)!;
        return JsonNode.Parse(stream)!.AsArray();
    }
}
