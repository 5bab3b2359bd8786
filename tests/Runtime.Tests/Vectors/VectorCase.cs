using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace DdRun.Runtime.Tests.Vectors;

/// <summary>One case of a group. Shows as <c>group/id</c>.</summary>
public sealed class VectorCase : IXunitSerializable
{
    public VectorCase()
    {
    }

    public VectorCase(string group, string section, string id, JsonNode? data)
    {
        (Group, Section, Id, Data) = (group, section, id, data!);
    }

    public string Group { get; private set; } = "";

    /// <summary>Where in the file: empty, or the name of the member that holds the case.</summary>
    public string Section { get; private set; } = "";

    public string Id { get; private set; } = "";

    public JsonNode Data { get; private set; } = null!;

    /// <summary>The outcome follows from Python itself or from an accident there.</summary>
    public bool IsQuirk => Data is JsonObject o && o["python_quirk"]?.GetValue<bool>() == true;

    public JsonNode? this[string name] => Data[name];

    public string? Text(string name) => ToText(Data[name]);

    public Dictionary<string, string> Map(string name) => ToMap(Data[name]);

    public static Dictionary<string, string> ToMap(JsonNode? node) =>
        node?.AsObject().Where(p => p.Value != null).ToDictionary(p => p.Key, p => ToText(p.Value)!) ?? [];

    /// <summary>A text as it stands; numbers and such as JSON spells them, for some write ids without quotes.</summary>
    public static string? ToText(JsonNode? node) => node?.GetValueKind() == System.Text.Json.JsonValueKind.String ? node.GetValue<string>() : node?.ToJsonString();

    /// <summary>Settings made of the case's <c>env</c> and nothing else.</summary>
    internal DdRun.Configuration.Settings Settings(params string[] sockets) =>
        new(Map("env").GetValueOrDefault, fileExists: sockets.Contains);

    /// <summary>Checks the case; one that is a quirk, and about which nothing was decided, may come out otherwise.</summary>
    public void Verify(Action check)
    {
        try
        {
            check();
        }
        catch (Exception) when (IsQuirk && !VectorDecisions.Decided(this))
        {
        }
    }

    public override string ToString() => $"{Group}/{Id}";

    public void Serialize(IXunitSerializationInfo info)
    {
        info.AddValue(nameof(Group), Group);
        info.AddValue(nameof(Section), Section);
        info.AddValue(nameof(Id), Id);
        info.AddValue(nameof(Data), Data?.ToJsonString() ?? "null");
    }

    public void Deserialize(IXunitSerializationInfo info)
    {
        Group = info.GetValue<string>(nameof(Group));
        Section = info.GetValue<string>(nameof(Section));
        Id = info.GetValue<string>(nameof(Id));
        Data = JsonNode.Parse(info.GetValue<string>(nameof(Data)))!;
    }
}
