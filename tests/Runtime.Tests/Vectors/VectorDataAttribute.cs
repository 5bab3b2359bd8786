using System.Reflection;
using System.Text.Json.Nodes;
using Xunit.Sdk;

namespace DdRun.Runtime.Tests.Vectors;

/// <summary>Every case of a group that is not skipped, with decisions of ours in place of quirks.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class VectorDataAttribute(string group) : DataAttribute
{
    private static readonly string[] s_remarks = ["note", "source", "pattern_note", "formula"];

    public string Group => group;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => Cases(group).Select(c => new object[] { c });

    public static IEnumerable<VectorCase> Cases(string group)
    {
        var node = VectorFolder.Read(group);
        // Groups may be ours alone, and other folders need not have every group; the default one has all others.
        if (node == null)
            return VectorFolder.IsDefault && Own(group).ToList() is { Count: > 0 } own ? own : [new(group, Absent, Absent, VectorFolder.IsDefault ? null : new JsonObject())];
        return Split(group, node).Concat(VectorFolder.IsDefault ? Own(group) : []).Where(c => !VectorDecisions.Skipped(c)).Select(VectorDecisions.Apply);
    }

    // Further cases of ours, in the same form: limits, precedence, malformed input. Their outcomes come from models of the rules, not from this library.
    private static IEnumerable<VectorCase> Own(string group)
    {
        using var stream = typeof(VectorDataAttribute).Assembly.GetManifestResourceStream($"Own.{group}.json");
        return stream == null ? [] : Split(group, JsonNode.Parse(stream)!);
    }

    public const string Absent = "absent";

    internal static IEnumerable<VectorCase> Split(string group, JsonNode node)
    {
        if (node is JsonArray list)
            return Elements(group, "", list);
        var cases = new List<VectorCase>();
        foreach (var (name, value) in node.AsObject())
        {
            if (s_remarks.Contains(name))
                continue;
            if (value is JsonArray array && array.All(e => e is JsonObject))
                cases.AddRange(Elements(group, name, array));
            else
                cases.Add(new(group, name, name, value?.DeepClone()));
        }
        return cases;
    }

    private static IEnumerable<VectorCase> Elements(string group, string section, JsonArray list) =>
        list.Select((element, index) => new VectorCase(group, section, Id(section, element!, index), element!.DeepClone()));

    private static string Id(string section, JsonNode element, int index)
    {
        if (element["id"]?.GetValue<string>() is { } id)
            return id;
        var prefix = section is "" or "cases" ? "" : section + "-";
        return prefix + index.ToString("00", System.Globalization.CultureInfo.InvariantCulture);
    }
}
