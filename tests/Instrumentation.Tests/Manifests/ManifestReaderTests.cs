using DdRun.Instrumentation.Manifests;

namespace DdRun.Instrumentation.Tests.Manifests;

public class ManifestReaderTests
{
    private static (List<Rule> Rules, List<ManifestProblem> Problems) Read(string text)
    {
        var problems = new List<ManifestProblem>();
        return (ManifestReader.Read("dd-run.json", text, problems), problems);
    }

    [Fact]
    public void A_rule_says_what_its_spans_look_like()
    {
        var (rules, problems) = Read("""
            {
              "$schema": "./dd-run.schema.json", // comments
              "instrument": [ /* and more */
                { "method": "A.B.C(*)", "name": "n", "service": "s", "resource": "{x.Y}", "type": "t", "when": "parent",
                  "tags": { "a": "{0}", "b": "fixed", "c": 3 }, "error": "{return.Bad}", "observe": { "with": "O", "values": ["{this}", "{x}"] }, },
              ],
            }
            """);

        Assert.Empty(problems);
        var rule = Assert.Single(rules);
        Assert.Equal("A.B.C(*)", rule.Pattern.Text);
        Assert.Equal("{x.Y}", rule.Resource!.Text);
        Assert.Equal(["a", "b", "c"], rule.Tags.Select(tag => tag.Key));
        Assert.True(rule.OnlyInsideTrace);
        Assert.Equal(2, rule.Observe!.Values.Length);
        Assert.Equal(("dd-run.json", 4, 5), (rule.Origin.File, rule.Origin.Line, rule.Origin.Column));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void A_rule_may_be_quiet(string quiet, bool isQuiet)
    {
        var (rules, problems) = Read($$"""{ "tested": "1-2", "instrument": [ { "implements": "A.B.C", "assembly": "A", "quiet": {{quiet}} } ] }""");

        Assert.Empty(problems);
        Assert.Equal(isQuiet, Assert.Single(rules).IsQuiet);
    }

    [Theory]
    [InlineData("", 1, 1, "the text ends")]
    [InlineData("[]", 1, 1, "a manifest is an object")]
    [InlineData("{}", 1, 1, "\"instrument\" is missing")]
    [InlineData("{ \"instrument\": {} }", 1, 17, "an array of rules")]
    [InlineData("{\n  \"instrument\": [\n    { \"metod\": \"A.B\" } ] }", 3, 7, "did you mean \"method\"?")]
    [InlineData("{ \"instrument\": [ { \"method\": \"B\" } ] }", 1, 32, "'Namespace.Type.Method' is expected")]
    [InlineData("{ \"instrument\": [ { \"method\": \"A.B(in\" } ] }", 1, 38, "")]
    [InlineData("{ \"instrument\": [ { \"method\": \"A.B\", \"resource\": \"{x\" } ] }", 1, 51, "'{' without '}'")]
    [InlineData("{ \"instrument\": [ { \"method\": \"A.B\", \"name\": \"{x}\" } ] }", 1, 46, "may hold only {method} and {type}")]
    [InlineData("{ \"instrument\": [ { \"method\": \"A.B\", \"when\": \"never\" } ] }", 1, 46, "\"always\" or \"parent\"")]
    [InlineData("{ \"instrument\": [ { \"method\": 3 } ] }", 1, 31, "is a text, not a number")]
    [InlineData("{ \"instrument\": [ 1 ] }", 1, 19, "a rule is an object")]
    [InlineData("{ \"instrument\": [ { 'method': 1 } ] }", 1, 21, "double quotes")]
    [InlineData("{ \"instrument\": [ ] } x", 1, 23, "nothing is expected")]
    [InlineData("{ \"instrument\": [ { \"method\": \"A.B\", \"versions\": \"x\" } ] }", 1, 50, "range such as")]
    [InlineData("{ \"instrument\": [ { \"method\": \"A.B\", \"versions\": \"5-4\" } ] }", 1, 50, "from the lower to the higher")]
    [InlineData("{ \"instrument\": [ { \"method\": \"A.B\", \"versions\": \"4.2-4.1\" } ] }", 1, 50, "from the lower to the higher")]
    [InlineData("{ \"instrument\": [ { \"method\": \"A.B.C)\" } ] }", 1, 37, "do not have the character ')'")]
    [InlineData("{ \"instrument\": [ { \"method\": \"A.B\",\n\"method\": \"A.C\" } ] }", 2, 1, "\"method\" is there already, in line 1")]
    [InlineData("{ \"instrument\": [ { \"method\": \"A.B\", \"tags\": { \"a\": 1, \"a\": 2 } } ] }", 1, 56, "\"a\" is there already")]
    [InlineData("{ \"instrument\": [ { \"method\": \"A.B\", \"observe\": { \"with\": \"T\", \"lend\": \"{x.Y}\" } } ] }", 1, 72, "\"lend\" is one argument")]
    [InlineData("{ \"instrument\": [ { \"method\": \"A.B\", \"quiet\": true, \"name\": \"n\" } ] }", 1, 53, "\"name\" says nothing here")]
    [InlineData("/* {", 1, 1, "a comment that ends")]
    public void A_mistake_is_located_and_explained(string text, int line, int column, string message)
    {
        var (rules, problems) = Read(text);

        Assert.Empty(rules);
        var problem = Assert.Single(problems);
        Assert.Equal((line, column), (problem.Line, problem.Column));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_that_stand_in_two_places_are_a_mistake()
    {
        var (rules, problems) = Read("{ \"instrument\": [ { \"method\": \"A.B\" } ],\n  \"instrument\": [ { \"method\": \"A.C\" } ] }");

        Assert.Equal("A.B", Assert.Single(rules).Pattern.Text);
        Assert.Equal("dd-run.json(2,3): error: \"instrument\" is there already, in line 1", Assert.Single(problems).ToString());
    }

    [Fact]
    public void A_wrong_rule_leaves_the_others_alone()
    {
        var (rules, problems) = Read("""{ "instrument": [ { "method": "A.B" }, { "nothing": 1 }, { "method": "A.C", "exclude": true } ] }""");

        Assert.Equal(["A.B", "A.C"], rules.Select(rule => rule.Pattern.Text));
        Assert.Equal(1, Assert.Single(problems).Rule);
        Assert.True(rules[1].Exclude);
    }

    [Theory]
    [InlineData("4.0-10", "4.0.0.0", true)]
    [InlineData("4.0-10", "10.9.9.0", true)]
    [InlineData("4.0-10", "11.0.0.0", false)]
    [InlineData("4.0-10", "3.9.0.0", false)]
    [InlineData("2.5-", "99.0.0.0", true)]
    [InlineData("-2.5", "2.5.7.0", true)]
    [InlineData("-2.5", "2.6.0.0", false)]
    [InlineData("4.5-4", "4.6.0.0", true)]
    [InlineData("4-4.5", "4.6.0.0", false)]
    public void Versions_are_ranges_whose_end_is_meant_whole(string range, string version, bool contains)
    {
        Assert.True(VersionRange.TryParse(range, out var parsed));
        Assert.Equal(contains, parsed.Contains(Version.Parse(version)));
    }

    [Theory]
    [InlineData("4.1-10", "10.9.9.0", 0, 0)]
    [InlineData("4.1-10", "12.3.0.0", 2, 3)]
    [InlineData("4.1-10", "4.0.7.0", 0, 1)]
    [InlineData("4.1-", "2.5.0.0", 2, 4)]
    [InlineData("-2.5", "2.7.0.0", 0, 2)]
    public void Versions_outside_are_farther_or_nearer(string range, string version, int major, int minor)
    {
        Assert.True(VersionRange.TryParse(range, out var parsed));
        Assert.Equal((major, minor), parsed.Distance(Version.Parse(version)));
    }

    [Fact]
    public void Methods_can_be_named_in_a_variable()
    {
        var problems = new List<ManifestProblem>();
        var rules = TraceMethods.Read("Ns.Type[M1, M2];Other[*];;Ns.Outer+Inner[Go]", problems);

        Assert.Empty(problems);
        Assert.Equal(["Ns.Type.M1", "Ns.Type.M2", "Other.*", "Ns.Outer+Inner.Go"], rules.Select(rule => rule.Pattern.Text));
        Assert.All(rules, rule => Assert.Equal("trace.annotation", rule.Name!.Text));
    }

    [Theory]
    [InlineData("Ns.Type")]
    [InlineData("[M]")]
    [InlineData("Ns.Type[M")]
    [InlineData("Ns.Type[M]x")]
    public void A_wrong_entry_of_the_variable_is_reported(string text)
    {
        var problems = new List<ManifestProblem>();
        Assert.Empty(TraceMethods.Read(text, problems));
        Assert.Single(problems);
    }
}
