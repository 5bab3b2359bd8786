using DdRun.Instrumentation.InProcess;
using DdRun.Instrumentation.Manifests;
using DdRun.Instrumentation.Matching;
using DdRun.Instrumentation.Metadata;

namespace DdRun.Instrumentation.Tests.Live;

public class RuleDifferenceTests
{
    [Theory]
    [InlineData("""{ "method": "**.RuleDifferenceTests.One", "name": "a" }""", """{ "method": "**.RuleDifferenceTests.One", "name": "a" }""", "")]
    [InlineData("""{ "method": "**.RuleDifferenceTests.One", "name": "a" }""", """{ "name": "a",   "method": "**.RuleDifferenceTests.One*" }""", "")]
    [InlineData("""{ "method": "**.RuleDifferenceTests.One", "name": "a" }""", """{ "method": "**.RuleDifferenceTests.One", "name": "b" }""", "One")]
    [InlineData("""{ "method": "**.RuleDifferenceTests.One" }""", """{ "method": "**.RuleDifferenceTests.Two" }""", "One,Two")]
    [InlineData("""{ "method": "**.RuleDifferenceTests.One" }""", "", "One")]
    [InlineData("", """{ "method": "**.RuleDifferenceTests.One" }""", "One")]
    [InlineData("""{ "method": "**.RuleDifferenceTests.One", "tags": { "a": "1" } }""", """{ "method": "**.RuleDifferenceTests.One", "tags": { "a": "2" } }""", "One")]
    [InlineData("""{ "method": "**.RuleDifferenceTests.One" }""", """{ "method": "**.RuleDifferenceTests.One" }, { "method": "**.RuleDifferenceTests.One", "exclude": true }""", "One")]
    [InlineData("""{ "method": "**.RuleDifferenceTests.One", "exclude": true }""", "", "")]
    [InlineData("""{ "method": "**.RuleDifferenceTests.*", "if": "1 > 0" }""", """{ "method": "**.RuleDifferenceTests.*", "if": "1 > 0" }, { "method": "**.RuleDifferenceTests.Two" }""", "Two")]
    [InlineData("""{ "method": "**.RuleDifferenceTests.One", "error": "true" }""", """{ "method": "**.RuleDifferenceTests.One", "error": "false" }""", "One")]
    [InlineData("""{ "method": "**.RuleDifferenceTests.One", "when": "parent" }""", """{ "method": "**.RuleDifferenceTests.One" }""", "One")]
    public void Only_methods_of_which_rules_say_something_else_are_touched(string before, string after, string expected)
    {
        using var source = ModuleSource.Of(typeof(RuleDifferenceTests).Assembly.Location)!;
        var touched = RuleDifference.Of(Find(source, before), Find(source, after));
        var names = touched.Select(token => source.Metadata.GetString(source.Metadata.GetMethodDefinition(System.Reflection.Metadata.Ecma335.MetadataTokens.MethodDefinitionHandle((int)(token & 0xFFFFFF))).Name));
        Assert.Equal(expected, string.Join(",", names.Order()));
    }

    private static ICollection<Match> Find(ModuleSource source, string rules)
    {
        var problems = new List<ManifestProblem>();
        var read = ManifestReader.Read("test", $"{{ \"instrument\": [ {rules} ] }}", problems);
        Assert.Empty(problems);
        return ModuleMatcher.Find(source, read, null, readsAttributes: false);
    }

    private static int One() => 1;

    private static int Two() => 2 * One();

    [Fact]
    public void They_are_called() => Assert.Equal(2, Two());
}
