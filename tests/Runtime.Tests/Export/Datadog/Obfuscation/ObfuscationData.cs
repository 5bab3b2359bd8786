using System.Text.Json.Nodes;

namespace DdRun.Runtime.Tests.Export.Datadog.Obfuscation;

/// <summary>The cases in <c>data/</c>.</summary>
internal static class ObfuscationData
{
    public static IEnumerable<JsonNode> Load(string name)
    {
        using var stream = typeof(ObfuscationData).Assembly.GetManifestResourceStream($"Obfuscation.{name}.json")!;
        return [.. JsonNode.Parse(stream)!.AsArray().Select(node => node!)];
    }
}
