using DdRun.Instrumentation.Manifests;

namespace DdRun.Integrations.Tests;

public sealed class ManifestTests
{
    [Fact]
    public void Every_manifest_that_is_shipped_is_understood()
    {
        var assembly = typeof(Rule).Assembly;
        var problems = new List<ManifestProblem>();
        var names = assembly.GetManifestResourceNames().Where(name => name.StartsWith("integration/", StringComparison.Ordinal)).ToList();
        foreach (var name in names)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var rules = ManifestReader.Read(name, reader.ReadToEnd(), problems);
            Assert.True(problems.Count == 0, string.Join('\n', problems));
            Assert.NotEmpty(rules);
        }
        Assert.Contains("integration/Serilog/Serilog.json", names);
    }
}
