using System.Text.Json;
using DdRun.Instrumentation.Manifests;
using DdRun.Testing;

namespace DdRun.Instrumentation.Tests.Manifests;

public class SchemaTests
{
    [Fact]
    public void The_schema_names_what_the_reader_knows()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "dd-run.schema.json")));
        var rule = schema.RootElement.GetProperty("definitions").GetProperty("rule").GetProperty("properties").EnumerateObject().Select(property => property.Name);
        Assert.Equal(ManifestReader.RuleNames.Order(StringComparer.Ordinal), rule.Order(StringComparer.Ordinal));
        var top = schema.RootElement.GetProperty("properties").EnumerateObject().Select(property => property.Name);
        Assert.Equal(ManifestReader.TopNames.Order(StringComparer.Ordinal), top.Order(StringComparer.Ordinal));
    }
}
