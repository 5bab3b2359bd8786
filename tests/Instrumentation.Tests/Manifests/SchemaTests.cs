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
        foreach (var (definition, names) in new[] { ("rule", ManifestReader.RuleNames), ("source", ActivityReader.SourceNames), ("operation", ActivityReader.OperationNames) })
        {
            var known = schema.RootElement.GetProperty("definitions").GetProperty(definition).GetProperty("properties").EnumerateObject().Select(property => property.Name);
            Assert.Equal(names.Order(StringComparer.Ordinal), known.Order(StringComparer.Ordinal));
        }
        var top = schema.RootElement.GetProperty("properties").EnumerateObject().Select(property => property.Name);
        Assert.Equal(ManifestReader.TopNames.Order(StringComparer.Ordinal), top.Order(StringComparer.Ordinal));
    }
}
