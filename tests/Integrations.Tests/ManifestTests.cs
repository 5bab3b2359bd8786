using DdRun.Instrumentation.Integrations.Activities;
using DdRun.Instrumentation.Manifests;
using DdRun.Testing;

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
            var activities = new ActivityManifest();
            var rules = ManifestReader.Read(name, reader.ReadToEnd(), problems, activities);
            Assert.True(problems.Count == 0, string.Join('\n', problems));
            // What is said of activities is looked for in the file of that name, and nowhere else.
            Assert.Equal(name.EndsWith("/activities.json", StringComparison.Ordinal), !activities.IsEmpty);
            Assert.Equal(activities.IsEmpty, rules.Count > 0);
        }
        Assert.Contains("integration/Serilog/Serilog.json", names);
    }

    /// <summary>With <c>UPDATE_SNAPSHOTS=1</c> it is written.</summary>
    [Fact]
    public void The_index_knows_what_the_manifests_say()
    {
        var (entries, switches) = (new List<string>(), new List<string>());
        foreach (var integration in EmbeddedManifests.WithActivities())
        {
            var manifest = EmbeddedManifests.ActivitiesOf(integration);
            foreach (var rule in manifest.Sources)
                entries.AddRange(rule.Sources.Select(source => $"{source} {integration} {(rule.IsOn && manifest.IsOn ? SourceIndex.On : SourceIndex.OnDemand)}"));
            entries.AddRange(manifest.Replaces.Select(source => $"{source} {integration} {SourceIndex.Replaced}"));
            switches.AddRange(manifest.Switches.Select(one => $"{manifest.Assembly} {integration} {one.Key} {one.Value} {(manifest.IsOn ? SourceIndex.On : SourceIndex.OnDemand)}"));
        }
        Assert.All(entries, entry => Assert.Equal(3, entry.Split(' ').Length));
        Assert.All(switches, entry => Assert.Equal(5, entry.Split(' ').Length));
        Assert.Equal(entries.Select(entry => entry.Split(' ')[0]).Distinct().Count(), entries.Count);
        entries.Sort(StringComparer.Ordinal);
        switches.Sort(StringComparer.Ordinal);
        var text = $$"""
            namespace DdRun.Instrumentation.Integrations.Activities;

            // Written by a test, from the manifests: UPDATE_SNAPSHOTS=1.
            internal static partial class SourceIndex
            {
                private const string Entries =
                    {{Lines(entries)}};

                private const string Switches =
                    {{Lines(switches)}};
            }

            """;
        var path = Path.Combine(Repository.Root, "src", "Instrumentation", "Integrations", "Activities", "SourceIndex.Entries.cs");
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
            File.WriteAllText(path, text);
        Assert.Equal(File.ReadAllText(path), text);

        static string Lines(List<string> lines) => lines.Count == 0 ? "\"\"" : string.Join("\n        + ", lines.Select(line => $"\"{line}\\n\""));
    }
}
