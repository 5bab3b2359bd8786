using DdRun.Instrumentation.Manifests;

namespace DdRun.Instrumentation.Tests.Manifests;

public class ActivityReaderTests
{
    [Fact]
    public void Operations_have_what_their_source_has_and_what_they_say_themselves()
    {
        var (manifest, problems) = Read("""
            {
              "activities": [{
                "source": ["Shop", "Shop.*"], "service": "{app}-shop", "type": "queue", "carries": true, "tags": { "a": "1", "b": null },
                "operations": [
                  { "operation": "poll", "drop": true, "within": { "Other": "chat *" } },
                  { "kind": "producer", "type": "web", "name": "shop.{verb|verb.old}", "tags": { "b": "{display}", "c": "2" }, "parent": "active" }
                ]
              }],
              "replaces": "Shop.Old",
              "switches": { "Shop.Switch": "SHOP_SWITCH" },
              "on": false
            }
            """);
        Assert.Empty(problems);
        var source = Assert.Single(manifest.Sources);
        Assert.True(source.Means("Shop") && source.Means("Shop.Till") && !source.Means("Shopping"));
        var (poll, other) = (source.Operations[0], source.Operations[1]);
        Assert.Equal((true, "poll", "queue", true), (poll.Drop, poll.Operation, poll.Type!.Parts[0].Text, poll.Carries));
        Assert.Equal(new KeyValuePair<string, string>("Other", "chat *"), Assert.Single(poll.Within));
        Assert.Equal(("producer", "web", ActivityParentRule.Active), (other.Kind, other.Type!.Parts[0].Text, other.Parent));
        Assert.Equal(["shop.", "verb verb.old"], other.Name!.Parts.Select(part => part.Names is null ? part.Text : string.Join(' ', part.Names)));
        Assert.Equal(["a", "b", "c"], other.Tags.Select(tag => tag.Key));
        Assert.All(other.Tags, tag => Assert.NotNull(tag.Value));
        Assert.Equal(["Shop.Old"], manifest.Replaces);
        Assert.Equal(new KeyValuePair<string, string>("Shop.Switch", "SHOP_SWITCH"), Assert.Single(manifest.Switches));
        Assert.False(manifest.IsOn);
    }

    [Theory]
    [InlineData("""{ "activities": {} }""", 1, 17, "\"activities\" is an array of rules, not an object")]
    [InlineData("""{ "activities": [ 1 ] }""", 1, 19, "\"activities\" has objects, not a number")]
    [InlineData("""{ "activities": [ { "name": "a" } ] }""", 1, 19, "\"source\" is missing")]
    [InlineData("""{ "activities": [ { "souce": "a" } ] }""", 1, 21, "\"souce\" is not known here; did you mean \"source\"?")]
    [InlineData("""{ "activities": [ { "source": "a*b" } ] }""", 1, 33, "\"*\" stands at the end of a name")]
    [InlineData("""{ "activities": [ { "source": [] } ] }""", 1, 31, "names at least one source")]
    [InlineData("""{ "activities": [ { "source": "a", "name": "x{" } ] }""", 1, 46, "\"name\": there is no '}' for this '{'")]
    [InlineData("""{ "activities": [ { "source": "a", "resource": "{a|}" } ] }""", 1, 49, "a tag's name is expected")]
    [InlineData("""{ "activities": [ { "source": "a", "service": "{tag}" } ] }""", 1, 47, "\"service\" may hold only {app}")]
    [InlineData("""{ "activities": [ { "source": "a", "parent": "links" } ] }""", 1, 46, "\"parent\" is one of given, active, link, none; did you mean \"link\"?")]
    [InlineData("""{ "activities": [ { "source": "a", "tags": { "b*": "c" } } ] }""", 1, 46, "a name with \"*\" leaves tags out, with null")]
    [InlineData("""{ "activities": [ { "source": "a", "discard": { "links": 1 } } ] }""", 1, 58, "\"links\" is 0")]
    [InlineData("""{ "activities": [ { "source": "a", "operations": [ { "kind": "sever" } ] } ] }""", 1, 62, "did you mean \"server\"?")]
    [InlineData("""{ "activities": [ { "source": "a", "operations": [ { "within": { "b": "c" } } ] } ] }""", 1, 52, "\"within\" is for rules with \"drop\"")]
    [InlineData("""{ "activities": [ { "source": "a", "operations": [ { "drop": true, "if": { "b": "c" } } ] } ] }""", 1, 52, "\"drop\" is decided when an operation starts")]
    [InlineData("""{ "activities": [ { "source": "a", "operations": [ { "drop": true, "carries": true } ] } ] }""", 1, 52, "the library would send no context")]
    [InlineData("""{ "instrument": [], "on": false }""", 1, 17, "\"on\" is for activities")]
    [InlineData("""{ "tested": "1" }""", 1, 1, "\"instrument\" is missing")]
    public void What_is_wrong_is_located(string text, int line, int column, string message)
    {
        var (manifest, problems) = Read(text);
        Assert.Empty(manifest.Sources);
        var problem = Assert.Single(problems);
        Assert.Equal((line, column), (problem.Line, problem.Column));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_source_leaves_the_others_alone()
    {
        var (manifest, problems) = Read("""{ "activities": [ { "source": "a" }, { "source": 1 }, { "source": "c" } ] }""");
        Assert.Single(problems);
        Assert.Equal(["a", "c"], manifest.Sources.Select(source => source.Sources[0]));
    }

    private static (ActivityManifest Manifest, List<ManifestProblem> Problems) Read(string text)
    {
        var problems = new List<ManifestProblem>();
        var manifest = new ActivityManifest();
        ManifestReader.Read("dd-run.json", text, problems, manifest);
        return (manifest, problems);
    }
}
