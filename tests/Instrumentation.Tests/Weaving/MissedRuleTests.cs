using DdRun.Testing;

namespace DdRun.Instrumentation.Tests.Weaving;

public class MissedRuleTests
{
    private static async Task<List<string>> Run(string rule, TemporaryFolder? cache = null, bool debug = false)
    {
        var environment = new Dictionary<string, string> { ["DD_TRACE_DEBUG"] = debug ? "true" : "false" };
        if (cache is not null)
            (environment["DD_RUN_CACHE"], environment["XDG_CACHE_HOME"]) = ("on", cache.Path);
        var (result, _) = await WovenProcess.Run($"{{ \"instrument\": [\n    {rule} ] }}", environment, "dotnet", ShapesApp.Path(false));
        return [.. result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.Contains("dd-run.json(2,5): ", StringComparison.Ordinal))
            .Select(line => "MANIFEST" + line[(line.IndexOf("dd-run.json", StringComparison.Ordinal) + "dd-run.json".Length)..])];
    }

    [Theory]
    [InlineData("""{ "method": "Shapes.Cases.Shop.Plaice" }""",
        "Shapes.Cases.Shop.Plaice matches nothing: Shapes.Cases.Shop in Shapes has no such method; did you mean Shapes.Cases.Shop.Place")]
    [InlineData("""{ "method": "Shapes.Cases.Shop.Place(string)" }""",
        "Shapes.Cases.Shop.Place(string) matches nothing: Shapes.Cases.Shop in Shapes has no such method; did you mean Shapes.Cases.Shop.Place(Order, int, int?)")]
    [InlineData("""{ "method": "Shapes.Cases.Nobody.Knows", "assembly": "Shapes" }""", "Shapes.Cases.Nobody.Knows matches nothing: Shapes has no type Shapes.Cases.Nobody")]
    [InlineData("""{ "method": "Nobody.**.*Repository.Get*", "assembly": "Shapes" }""", "Nobody.**.*Repository.Get* matches nothing: Shapes has no such method")]
    [InlineData("""{ "method": "System.Console.WriteLin" }""",
        "System.Console.WriteLin matches nothing: System.Console in System.Console has no such method; did you mean System.Console.WriteLine")]
    public async Task A_rule_that_surely_is_a_mistake_is_told_once_with_its_place(string rule, string warning) =>
        Assert.StartsWith("MANIFEST(2,5): warning: " + warning, Assert.Single(await Run(rule)), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "method": "Shapes.Cases.Nobody.Knows" }""")]
    [InlineData("""{ "method": "Nobody.**.*Repository.Get*" }""")]
    [InlineData("""{ "method": "Nobody.Knows", "assembly": "Nobody" }""")]
    [InlineData("""{ "method": "Nobody.Knows", "assembly": "Sh*" }""")]
    [InlineData("""{ "method": "Shapes.Cases.Nobody.Knows", "assembly": "Shapes", "versions": "99" }""")]
    [InlineData("""{ "method": "Program.Run" }""")]
    [InlineData("""{ "implements": "Shapes.Cases.IHandler.Nothing" }""")]
    public async Task A_rule_that_may_be_meant_for_something_else_is_told_in_the_debug_log_only(string rule)
    {
        Assert.Empty(await Run(rule));
        Assert.EndsWith(" has matched nothing in any assembly that was loaded", Assert.Single(await Run(rule, debug: true)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_that_matches_is_not_told()
    {
        Assert.Empty(await Run("""{ "method": "Shapes.Cases.Shop.Place" }""", debug: true));
        Assert.Empty(await Run("""{ "method": "Shapes.Cases.Shop.Place", "assembly": "Shapes", "exclude": true }""", debug: true));
    }

    [Theory]
    [InlineData("""{ "method": "Shapes.Cases.Shop.Plaice" }""")]
    [InlineData("""{ "method": "System.Console.WriteLin" }""")]
    public async Task A_start_that_finds_its_plans_tells_as_well(string rule)
    {
        using var cache = new TemporaryFolder();
        var first = await Run(rule, cache);
        Assert.Single(first);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(cache.Path, "dd-run")));
        Assert.Equal(first, await Run(rule, cache));
    }
}
