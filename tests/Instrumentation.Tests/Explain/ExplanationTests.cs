using DdRun.Instrumentation.Explain;
using DdRun.Instrumentation.Plans;
using DdRun.Instrumentation.Tests.Weaving;
using DdRun.Testing;

namespace DdRun.Instrumentation.Tests.Explain;

public class ExplanationTests
{
    private static Explanation Of(string rules)
    {
        using var folder = new TemporaryFolder();
        var manifest = Path.Combine(folder.Path, "dd-run.json");
        File.WriteAllText(manifest, $$"""{ "instrument": [ {{rules}} ] }""");
        return Explanation.OfManifests(ShapesApp.Path(false), [manifest]);
    }

    [Fact]
    public void Each_matched_method_names_the_rule_that_won()
    {
        var explanation = Of("""{ "method": "Shapes.Cases.Shop.Pl*" }, { "method": "Shapes.Cases.Shop.Place", "name": "winner" }, { "method": "Shapes.Cases.Shop.PlaceValue", "exclude": true }""");

        var methods = explanation.Methods.Where(method => method.Winner.Origin.Line > 0).ToDictionary(method => method.Method);
        Assert.Equal(3, methods.Count);
        var place = methods["Shapes.Cases.Shop.Place(Order, int, int?)"];
        Assert.Equal(2, place.Rules.Count);
        Assert.Equal("winner", place.Winner.Name!.Text);
        Assert.True(place.IsWoven);
        Assert.True(methods["Shapes.Cases.Shop.PlaceValue(Order)"].IsExcluded);
        Assert.Empty(explanation.Unmatched);
    }

    [Fact]
    public void A_pattern_that_means_nothing_gets_the_nearest_names()
    {
        var unmatched = Assert.Single(Of("""{ "method": "Shapes.Cases.Shop.Plaice" }""").Unmatched);
        Assert.Equal("Shapes.Cases.Shop.Place", unmatched.Nearest[0]);
    }

    [Fact]
    public void A_refusal_has_a_code_and_a_sentence()
    {
        var method = Of("""{ "method": "Shapes.Cases.HandlerBase.Handle" }""").Methods.Single(method => method.Method.Contains("HandlerBase", StringComparison.Ordinal));
        Assert.Equal("no-body", method.Refusal!.Code);
        Assert.EndsWith(".", method.Refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expression_that_makes_no_sense_is_noted()
    {
        var method = Of("""{ "method": "Shapes.Cases.Shop.Place", "tags": { "x": "{order.Knd}", "y": "{ordre.Kind}", "z": "{order.Kind}" } }""")
            .Methods.Single(method => method.Method.Contains("Shop", StringComparison.Ordinal));
        Assert.Equal(2, method.Notes.Count);
        Assert.Contains(method.Notes, note => note.Contains("did you mean 'Kind'", StringComparison.Ordinal));
        Assert.Contains(method.Notes, note => note.Contains("did you mean 'order'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Place", "{return.Id}", 1)]
    [InlineData("Check", "{return.IsFailure}", 0)]
    [InlineData("PlaceLater", "{return}", 1)]
    public void An_error_that_is_no_boolean_is_noted(string name, string error, int notes)
    {
        var method = Of($$"""{ "method": "Shapes.Cases.Shop.{{name}}", "error": "{{error}}" }""").Methods.Single(method => method.Method.Contains("Shop", StringComparison.Ordinal));
        Assert.Equal(notes, method.Notes.Count(note => note.Contains("an error is a boolean", StringComparison.Ordinal)));
    }

    [Fact]
    public void Small_methods_of_a_composite_image_may_be_elsewhere_too()
    {
        using var folder = new TemporaryFolder();
        var app = Path.Combine(folder.Path, "Shapes.dll");
        File.WriteAllBytes(app, CompositeImage.Of(File.ReadAllBytes(ShapesApp.Path(false))));

        var methods = Explanation.OfPattern(app, "Shapes.Cases.Shop.*").Methods;

        Assert.Contains(methods, method => method.Notes.Any(note => note.Contains("composite", StringComparison.Ordinal)));
        Assert.All(Explanation.OfPattern(ShapesApp.Path(false), "Shapes.Cases.Shop.*").Methods, method => Assert.Empty(method.Notes));
    }

    [Fact]
    public void The_code_is_shown_before_and_after()
    {
        var listing = Explanation.OfPattern(ShapesApp.Path(false), "Shapes.Cases.Shop.Place", withIl: true)
            .Methods.Single(method => method.Method.Contains("Shop", StringComparison.Ordinal)).Listing!;
        Assert.DoesNotContain(listing.Before, line => line.Contains("Probe", StringComparison.Ordinal));
        Assert.Contains(listing.After, line => line.Contains("DdRun.Probes.Probe::Enter", StringComparison.Ordinal));
        Assert.Contains(listing.After, line => line.Contains("DdRun.Probes.Probe::Exit", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_branch_and_region_of_the_code_has_its_name()
    {
        var listings = Explanation.OfPattern(ShapesApp.Path(false), "Shapes.**.**", withIl: true).Methods.Select(method => method.Listing).OfType<MethodListing>().ToList();
        string[] before = [.. listings.SelectMany(listing => listing.Before)];
        string[] after = [.. listings.SelectMany(listing => listing.After)];
        Assert.All(after, line => Assert.Matches(@"^(IL_[0-9a-f]{4,}: [a-z]|\.try IL_[0-9a-f]{4,} to IL_)", line));
        Assert.Contains(after, line => line.Contains(": ble ", StringComparison.Ordinal));
        foreach (var kind in (string[])["filter IL_", "catch System.Exception IL_", "finally IL_", "fault IL_"])
        {
            Assert.Contains(before, line => line.StartsWith(".try", StringComparison.Ordinal) && line.Contains(kind, StringComparison.Ordinal));
            Assert.Contains(after, line => line.StartsWith(".try", StringComparison.Ordinal) && line.Contains(kind, StringComparison.Ordinal));
        }
        Assert.All(listings, listing => Assert.True(Regions(listing.After) >= Regions(listing.Before)));
    }

    private static int Regions(IReadOnlyList<string> lines) => lines.Count(line => line.StartsWith(".try", StringComparison.Ordinal));

    [Fact]
    public void Using_statements_of_spans_are_shown()
    {
        var app = Path.Combine(Repository.Root, "tests", "Spans", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "Spans.dll");
        var explanation = Explanation.OfPattern(app, "Nobody.Knows");
        Assert.Contains(explanation.Using, method => method.StartsWith("Spans: ", StringComparison.Ordinal) && !method.Contains("DdRun", StringComparison.Ordinal));
    }

    [Fact]
    public void Our_own_code_is_left_alone()
    {
        var app = Path.Combine(Repository.Root, "tests", "Spans", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "Spans.dll");
        var methods = Explanation.OfPattern(app, "DdRun.Tracer.StartSpan").Methods;
        Assert.NotEmpty(methods);
        Assert.All(methods, method => Assert.Equal("own-code", method.Refusal!.Code));
    }
}
