using System.Text.Json.Nodes;
using DdRun.Runtime.Tests.Vectors;

namespace DdRun.Runtime.Tests.Propagation;

/// <summary>Two styles in one set of headers: conflicting, missing, malformed, oversized. Data and their derivation are in <c>data/</c>.</summary>
public class StylePairTests
{
    public static TheoryData<VectorCase> Cases => new(Load());

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_two_styles_find_becomes_one_context(VectorCase pair) =>
        ExtractVectors.Check(pair["expect"]!, Headers.Extract(pair.Settings(), pair.Map("headers")));

    [Fact]
    public void Every_ordered_pair_of_styles_has_cases()
    {
        string[] styles = ["datadog", "tracecontext", "b3multi", "b3", "baggage"];
        var pairs = from first in styles from second in styles where first != second select $"{first}+{second}";
        Assert.Equal(pairs.Order(), Load().Select(c => c.Group).Distinct().Order());
    }

    private static IEnumerable<VectorCase> Load()
    {
        const string prefix = "Pairs.";
        var assembly = typeof(StylePairTests).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            foreach (var node in JsonNode.Parse(stream)!.AsArray())
                yield return new(name[prefix.Length..^".json".Length], "", node!["id"]!.GetValue<string>(), node.DeepClone());
        }
    }
}
