using DdRun.Testing;

namespace DdRun.Instrumentation.Tests.Weaving;

public class IterationTests
{
    // The code of the iterators says where it is by a call of At; the consumer's is "outside".
    private const string Rules = """
        { "instrument": [
          { "method": "Shapes.Cases.Endings.*" }, { "method": "Shapes.Cases.Endings+Span.*" },
          { "method": "Shapes.Cases.Endings.At", "name": "at", "resource": "{place}" },
          { "method": "Shapes.Cases.Endings.Fail", "exclude": true } ] }
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_of_an_iterator_s_code_runs_inside_its_span_and_none_of_its_consumer_s(bool debug)
    {
        var (woven, spans) = await WovenProcess.Run(Rules, "dotnet", ShapesApp.Path(debug));

        Assert.Equal("", woven.Errors);
        var byId = spans.ToDictionary(span => span.SpanId);
        var places = spans.Where(span => span.Name == "at").Select(span => (Place: span.Resource, Inside: byId.TryGetValue(span.ParentId, out var parent) ? parent.Name[(parent.Name.LastIndexOf('.') + 1)..] : "")).ToList();
        Assert.All(places.Where(at => at.Place != "outside"), at => Assert.Equal(at.Place, at.Inside));
        var iterators = places.Select(at => at.Place).Where(place => place != "outside").ToHashSet();
        Assert.Equal(18, iterators.Count);
        Assert.All(places.Where(at => at.Place == "outside"), at => Assert.DoesNotContain(at.Inside, iterators));
    }

    [Fact]
    public async Task An_exception_is_on_the_span_of_the_iteration_that_it_leaves()
    {
        var (_, spans) = await WovenProcess.Run(Rules, "dotnet", ShapesApp.Path(false));

        string[] failing = ["Throwing", "ThrowingAtEnd", "ThrowingAsync", "ThrowingAtEndAsync"];
        foreach (var name in failing)
            Assert.Equal("System.FormatException", spans.Single(span => span.Name == "Endings." + name).Meta["error.type"]);
        Assert.All(spans.Where(span => span.Name == "Endings.Counting"), span => Assert.Equal(0, span.Error));
    }
}
