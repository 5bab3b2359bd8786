using DdRun.Testing;

namespace DdRun.Instrumentation.Tests.Weaving;

public class RuleTests
{
    private static async Task<IReadOnlyList<ReceivedSpan>> Run(string? rules, params (string Name, string Value)[] environment)
    {
        var (result, spans) = await WovenProcess.Run(
            rules is null ? null : $$"""{ "instrument": [ {{rules}} ] }""", environment.ToDictionary(pair => pair.Name, pair => pair.Value), "dotnet", ShapesApp.Path(false));
        Assert.Equal("", result.Errors);
        // The attribute's own spans come with every run.
        return [.. spans.Where(span => span.Name != "marked").OrderBy(span => span.Start)];
    }

    [Fact]
    public async Task Implementations_of_an_interface_are_reached_through_base_classes()
    {
        var spans = await Run("""{ "implements": "Shapes.Cases.IHandler.Handle" }""");
        Assert.Equal(["FirstHandler.Handle", "SecondHandler.Handle"], spans.Select(span => span.Name));
    }

    [Fact]
    public async Task Overrides_are_reached_with_the_method_they_override()
    {
        var spans = await Run("""{ "overrides": "Shapes.Cases.Root.Run" }""");
        Assert.Equal(["Middle.Run", "Root.Run", "Leaf.Run"], spans.Select(span => span.Name));
        Assert.Equal(spans[0].SpanId, spans[1].ParentId);
    }

    [Fact]
    public async Task The_last_rule_that_means_a_method_wins()
    {
        var spans = await Run("""
            { "method": "Shapes.Cases.*Handler.Handle", "name": "first" },
            { "method": "Shapes.Cases.SecondHandler.Handle", "exclude": true },
            { "method": "Shapes.Cases.Root.*", "exclude": true }, { "method": "Shapes.Cases.Root.Run", "name": "again", "when": "always" }
            """);
        Assert.Equal(["first", "again"], spans.Select(span => span.Name));
    }

    [Fact]
    public async Task Spans_can_be_limited_to_existing_traces()
    {
        var spans = await Run("""
            { "method": "Shapes.Cases.Root.Run", "name": "inside", "when": "parent" }, { "method": "Shapes.Cases.Leaf.Run", "name": "outside", "when": "parent" },
            { "method": "Shapes.Cases.Middle.Run", "name": "parent" }
            """);
        Assert.Equal(["parent", "inside"], spans.Select(span => span.Name));
    }

    [Fact]
    public async Task Marked_methods_need_no_manifest()
    {
        var (_, spans) = await WovenProcess.Run(null, "dotnet", ShapesApp.Path(false));
        Assert.Equal(["marked", "marked"], spans.Select(span => span.Name));
        Assert.All(spans, span => Assert.Equal("by attribute", span.Resource));
    }

    [Fact]
    public async Task Methods_can_be_named_in_the_environment()
    {
        var spans = await Run(null, ("DD_TRACE_METHODS", "Shapes.Cases.Root[Run];Shapes.Cases.Shop[*]"));
        Assert.Contains(spans, span => span is { Name: "trace.annotation", Resource: "Root.Run" });
        Assert.Contains(spans, span => span.Resource == "Shop.Place");
        Assert.DoesNotContain(spans, span => span.Resource.Contains("ctor", StringComparison.Ordinal) || span.Resource.Contains("get_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_assembly_condition_is_kept()
    {
        var spans = await Run("""
            { "method": "Shapes.Cases.Root.Run", "name": "other", "assembly": "Elsewhere" }, { "method": "Shapes.Cases.Leaf.Run", "name": "old", "versions": "-0" },
            { "method": "Shapes.Cases.Middle.Run", "name": "this", "assembly": "Shapes" }
            """);
        Assert.Equal("this", Assert.Single(spans, span => span.Name != "old").Name);
    }

    [Fact]
    public async Task Rules_for_other_versions_are_tried_and_the_nearest_wins()
    {
        const string Rules = """
            { "instrument": [
                { "method": "Shapes.Cases.Leaf.Run", "name": "tried", "tested": "3.0-4" },
                { "method": "Shapes.Cases.Root.Run", "name": "nearer", "tested": "2.0-3" }, { "method": "Shapes.Cases.Root.Run", "name": "farther", "tested": "4.0-5" },
                { "method": "Shapes.Cases.Middle.Run", "name": "tested", "tested": "0.1-1" }, { "method": "Shapes.Cases.Middle.Run", "name": "newer", "tested": "2.0-3" }
            ] }
            """;
        var (result, spans) = await WovenProcess.Run(Rules, new Dictionary<string, string> { ["DD_TRACE_DEBUG"] = "true" }, "dotnet", ShapesApp.Path(false));
        Assert.Equal(["nearer", "tested", "tried"], spans.Select(span => span.Name).Where(name => name != "marked").Distinct().Order());
        Assert.Contains("Leaf.Run: tried: Shapes 0.1.0.0 is outside the tested versions 3.0-4", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Middle.Run: tried", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_from_the_cache_does_what_the_first_one_did()
    {
        using var folder = new TemporaryFolder();
        const string Rules = """{ "method": "Shapes.Cases.Shop.*", "resource": "{order.Kind}", "tags": { "id": "{return.Id}" } }""";
        var cold = await Run(Rules, ("DD_RUN_CACHE", "on"), ("XDG_CACHE_HOME", folder.Path));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(folder.Path, "dd-run"), "*.plan"));
        var warm = await Run(Rules, ("DD_RUN_CACHE", "on"), ("XDG_CACHE_HOME", folder.Path));

        static IEnumerable<string> Seen(IEnumerable<ReceivedSpan> spans) =>
            spans.Select(span => $"{span.Name} {span.Resource} {span.Metrics.GetValueOrDefault("id")}").Order(StringComparer.Ordinal);
        Assert.NotEmpty(cold);
        Assert.Equal(Seen(cold), Seen(warm));
    }

    [Fact]
    public async Task A_plan_is_made_anew_when_an_assembly_that_it_depends_on_has_changed()
    {
        using var folder = new TemporaryFolder();
        var jobs = PluginAssemblies.Write(folder.Path);
        async Task<IEnumerable<string>> Spans()
        {
            var (result, spans) = await WovenProcess.Run(
                """{ "instrument": [ { "implements": "Contracts.IJob.Run" }, { "method": "Jobs.Start.Call" } ] }""",
                new Dictionary<string, string> { ["DD_RUN_CACHE"] = "on", ["XDG_CACHE_HOME"] = folder.Path }, "dotnet", ShapesApp.Path(false), "bodies", jobs);
            Assert.Equal("", result.Errors);
            return spans.Select(span => span.Name).Distinct().Order(StringComparer.Ordinal);
        }

        Assert.Equal(["Start.Call"], await Spans());
        PluginAssemblies.WriteContracts(folder.Path, implements: true);
        Assert.Equal(["Start.Call", "Work.Run"], await Spans());
        Assert.Equal(["Start.Call", "Work.Run"], await Spans());
        PluginAssemblies.WriteContracts(folder.Path, implements: false);
        Assert.Equal(["Start.Call"], await Spans());
    }

    [Fact]
    public async Task A_manifest_excludes_what_the_environment_or_an_attribute_names()
    {
        var (result, spans) = await WovenProcess.Run(
            """{ "instrument": [ { "method": "Shapes.Cases.Leaf.*", "exclude": true }, { "method": "**.Annotated", "exclude": true } ] }""",
            new Dictionary<string, string> { ["DD_TRACE_METHODS"] = "Shapes.Cases.Root[Run];Shapes.Cases.Leaf[Run]" }, "dotnet", ShapesApp.Path(false));
        Assert.Equal("", result.Errors);
        Assert.Equal("Root.Run", Assert.Single(spans).Resource);
    }

    [Fact]
    public async Task Of_several_manifests_the_later_one_wins()
    {
        using var folder = new TemporaryFolder();
        var first = folder.Write("first.json", """{ "instrument": [ { "method": "Shapes.Cases.Root.Run", "name": "first" }, { "method": "Shapes.Cases.Leaf.Run", "name": "kept" } ] }""");
        var second = folder.Write("second.json", """{ "instrument": [ { "method": "Shapes.Cases.Root.Run", "name": "second" } ] }""");
        var spans = await Run(null, ("DD_RUN_MANIFEST", first + Path.PathSeparator + second));
        Assert.Equal(["kept", "second"], spans.Select(span => span.Name).Order(StringComparer.Ordinal));
    }
}
