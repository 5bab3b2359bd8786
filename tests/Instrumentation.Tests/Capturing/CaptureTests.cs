using DdRun.Instrumentation.Tests.Weaving;
using DdRun.Testing;

namespace DdRun.Instrumentation.Tests.Capturing;

public class CaptureTests
{
    private static async Task<IReadOnlyList<ReceivedSpan>> Run(string rules, bool debug = false)
    {
        var (result, spans) = await WovenProcess.Run($$"""{ "instrument": [ {{rules}} ] }""", "dotnet", ShapesApp.Path(debug));
        Assert.Equal(0, result.ExitCode);
        // The attribute's own spans come with every run.
        return [.. spans.Where(span => span.Name != "marked").OrderBy(span => span.Start)];
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Paths_lead_through_arguments_members_and_results(bool debug)
    {
        var spans = await Run("""
            { "method": "Shapes.Cases.Shop.Place", "name": "place", "resource": "{order.Kind} x {count}", "tags": {
                "kind": "{order.Kind}", "kind0": "{0.Kind}", "count": "{order.Ingredients.Count}", "first": "{order.Ingredients[0]}", "customer": "{order.Customer.Name}",
                "parent": "{order.Customer.Parent.Name}", "shop": "{this.Name}", "secret": "{this._secret}", "half": "{this.Half}", "id": "{return.Id}", "price": "{order.Price}", "limit": "{limit}",
                "both": "{order.Kind}/{return.Id}", "fixed": "yes", "what": "{type}.{method}", "length": "{order.Kind.Length}", "char": "{order.Kind[1]}" } }
            """, debug);

        Assert.Equal(2, spans.Count);
        var (full, empty) = (spans.Single(span => span.Resource == "ham x 3"), spans.Single(span => span.Resource != "ham x 3"));
        Assert.Equal(["ham", "ham", "a", "Ann", "corner", "ham/7", "yes", "Shop.Place", "a"], new[] { "kind", "kind0", "first", "customer", "shop", "both", "fixed", "what", "char" }.Select(tag => full.Meta[tag]));
        Assert.Equal([2, 42, 21, 7, 2.5, 3], new[] { "count", "secret", "half", "id", "price", "length" }.Select(tag => full.Metrics[tag]));
        Assert.DoesNotContain("parent", full.Meta.Keys);
        Assert.DoesNotContain("limit", full.Meta.Keys.Concat(full.Metrics.Keys));
        Assert.Equal("place", empty.Resource);
        Assert.Equal(5, empty.Metrics["limit"]);
        Assert.Equal(-1, empty.Metrics["id"]);
        Assert.DoesNotContain("kind", empty.Meta.Keys);
        Assert.DoesNotContain("both", empty.Meta.Keys);
    }

    [Fact]
    public async Task The_result_of_a_task_is_read_when_it_is_there()
    {
        var spans = await Run("""
            { "method": "Shapes.Cases.Shop.PlaceLater", "name": "later", "resource": "{return.Kind}!", "tags": { "id": "{return.Id}", "arg": "{order.Id}" } },
            { "method": "Shapes.Cases.Shop.PlaceValue", "name": "value", "tags": { "id": "{return.Id}", "none": "{return.Kind}" } }
            """);

        var later = spans.Single(span => span.Name == "later");
        Assert.Equal("egg!", later.Resource);
        Assert.Equal(8, later.Metrics["id"]);
        Assert.Equal(8, later.Metrics["arg"]);
        var value = spans.Single(span => span.Name == "value");
        Assert.Equal(9, value.Metrics["id"]);
        Assert.DoesNotContain("none", value.Meta.Keys);
    }

    [Fact]
    public async Task A_result_can_count_as_an_error()
    {
        var spans = await Run("""{ "method": "Shapes.Cases.Shop.Check", "error": "{return.IsFailure}" }""");
        Assert.Equal(1, Assert.Single(spans).Error);
    }

    [Fact]
    public async Task A_getter_that_throws_costs_its_tag_and_nothing_else()
    {
        var spans = await Run("""{ "method": "Shapes.Cases.Shop.Read", "tags": { "text": "{faulty.Text}" } }""");
        var span = Assert.Single(spans);
        Assert.Equal(0, span.Error);
        Assert.DoesNotContain("text", span.Meta.Keys);
    }

    [Fact]
    public async Task Values_indexes_and_ref_structs_can_be_read()
    {
        var spans = await Run("""
            { "method": "Shapes.Cases.Shop.Span", "tags": { "length": "{values.Length}", "self": "{values}" } },
            { "method": "Shapes.Cases.Shop.Lookup", "tags": { "text": "{map[\"a}\"]}", "number": "{numbers[1]}" } },
            { "method": "Shapes.Cases.Till.Open", "tags": { "mine": "{this.Total}", "other": "{other.Total}" } }
            """);

        Assert.Equal(3, spans.Single(span => span.Name == "Shop.Span").Metrics["length"]);
        var lookup = spans.Single(span => span.Name == "Shop.Lookup");
        Assert.Equal(("brace", 6.0), (lookup.Meta["text"], lookup.Metrics["number"]));
        var till = spans.Single(span => span.Name == "Till.Open");
        Assert.Equal((12.0, 13.0), (till.Metrics["mine"], till.Metrics["other"]));
    }

    [Fact]
    public async Task Arrays_of_values_are_read_as_they_are()
    {
        var spans = await Run("""
            { "method": "Shapes.Cases.Shelf.Stack", "tags": {
                "first": "{numbers[0]}", "length": "{numbers.Length}", "text": "{texts[1]}", "jagged": "{jagged[1][0]}", "jaggedLength": "{jagged[1].Length}", "total": "{tills[0].Total}",
                "more": "{more[0]}", "size": "{this.Sizes[1]}", "ids": "{this.Ids.Length}", "fixed": "{fixedOnes[1]}", "result": "{return[1]}", "beyond": "{numbers[100000000]}" } }
            """);

        var span = Assert.Single(spans);
        Assert.Equal([11, 2, 2, 2, 5, 9, 8, 1, 5, 22], new[] { "first", "length", "jagged", "jaggedLength", "total", "more", "size", "ids", "fixed", "result" }.Select(tag => span.Metrics[tag]));
        Assert.Equal("b", span.Meta["text"]);
        Assert.DoesNotContain("beyond", span.Metrics.Keys);
    }

    [Fact]
    public async Task A_template_that_throws_leaves_the_others()
    {
        var spans = await Run("""
            { "method": "Shapes.Cases.Shelf.Mixed", "tags": {
                "bad": "{faulty.Text}", "half": "{text} {faulty.Text}", "none": "{none.Value}", "stale": "{return.Length} {text}", "good": "{text}", "both": "{text}-{text}" } }
            """);

        var span = Assert.Single(spans);
        Assert.Equal(("arg", "arg-arg"), (span.Meta["good"], span.Meta["both"]));
        Assert.Empty(new[] { "bad", "half", "none", "stale" }.Intersect(span.Meta.Keys.Concat(span.Metrics.Keys)));
    }

    [Fact]
    public async Task What_captures_call_makes_no_spans()
    {
        var spans = await Run("""
            { "method": "Shapes.Cases.Circle.Turn", "tags": { "total": "{this.Total}" } },
            { "method": "Shapes.Cases.Circle.Describe", "tags": { "me": "{this}" } }
            """);

        Assert.Equal(2, spans.Count);
        Assert.Equal(2, spans.Single(span => span.Name == "Circle.Turn").Metrics["total"]);
        Assert.Equal("circle", spans.Single(span => span.Name == "Circle.Describe").Meta["me"]);
    }

    [Fact]
    public async Task Type_parameters_that_may_be_ref_structs_are_left_out()
    {
        var spans = await Run("""{ "method": "Shapes.Cases.Shelf.Weigh", "tags": { "scale": "{scale}", "text": "a {scale}", "weight": "{return}" } }""");
        var span = Assert.Single(spans);
        Assert.Equal(8, span.Metrics["weight"]);
        Assert.Empty(new[] { "scale", "text" }.Intersect(span.Meta.Keys));
    }

    [Fact]
    public async Task Results_of_tasks_are_read_through_nullables_and_references()
    {
        var spans = await Run("""
            { "method": "Shapes.Cases.Shelf.Maybe", "tags": { "total": "{return.Total}", "same": "{return.Value.Total}", "there": "{return.HasValue}" } },
            { "method": "Shapes.Cases.Shelf.Text", "tags": { "char": "{return.Span[1]}", "length": "{return.Length}" } }
            """);

        var there = spans.Single(span => span.Meta.TryGetValue("there", out var text) && text == "true");
        Assert.Equal((6.0, 6.0), (there.Metrics["total"], there.Metrics["same"]));
        var missing = spans.Single(span => span.Meta.TryGetValue("there", out var text) && text == "false");
        Assert.DoesNotContain("total", missing.Metrics.Keys);
        var span = spans.Single(span => span.Name == "Shelf.Text");
        Assert.Equal(("b", 3.0), (span.Meta["char"], span.Metrics["length"]));
    }

    [Fact]
    public async Task Values_are_cut()
    {
        var spans = await Run("""{ "method": "Shapes.Cases.Shop.Long", "tags": { "text": "{text}" } }""");
        Assert.Equal(5_000, Assert.Single(spans).Meta["text"].Length);
    }
}
