using System.Globalization;

namespace DdRun.Instrumentation.Tests.Weaving;

public class ShapeTests
{
    private const string Everything = """
        { "instrument": [ { "method": "**.**" } ] }
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_kind_of_method_does_the_same_woven_as_unwoven(bool debug)
    {
        var app = ShapesApp.Path(debug);
        var plain = await WovenProcess.RunPlain("dotnet", app);
        var (woven, spans) = await WovenProcess.Run(Everything, "dotnet", app);

        Assert.Equal(plain.Output.Split('\n'), woven.Output.Split('\n'));
        Assert.Equal("", woven.Errors);
        Assert.Equal(plain.ExitCode, woven.ExitCode);
        Assert.True(spans.Count > 1_000, string.Create(CultureInfo.InvariantCulture, $"only {spans.Count} spans"));
    }

    [Theory]
    [InlineData("Signatures.Sum", 1)]
    [InlineData("Signatures.RefReturn", 1)]
    [InlineData("Signatures.MakeHolder", 1)]
    [InlineData("Flow.Fibonacci", 465)]
    [InlineData("Types+Cell.Put", 1)]
    [InlineData("Types+Outer+Inner.Show", 1)]
    [InlineData("Types.Largest", 2)]
    [InlineData("Types+Greeter.Greet", 1)]
    [InlineData("Types+IGreeter.Bye", 2)]
    [InlineData("Types+Meters.Make", 1)]
    [InlineData("Types+Child..ctor", 4)]
    [InlineData("Asynchronous.Fire", 1)]
    [InlineData("Asynchronous.FireAndFail", 1)]
    [InlineData("Asynchronous.Custom", 1)]
    [InlineData("Asynchronous.PooledValue", 1)]
    [InlineData("Iterators.Numbers", 4)]
    [InlineData("Iterators.Async", 2)]
    public async Task Each_call_has_one_span(string method, int calls)
    {
        var (woven, spans) = await WovenProcess.Run($$"""{ "instrument": [ { "method": "Shapes.Cases.{{method}}", "name": "counted" } ] }""", "dotnet", ShapesApp.Path(false));

        Assert.Equal("", woven.Errors);
        Assert.Equal(calls, spans.Count(span => span.Name == "counted"));
    }

    [Fact]
    public async Task Exceptions_of_tasks_that_nobody_awaits_stay_unobserved()
    {
        string[] command = ["dotnet", ShapesApp.Path(false), "unobserved"];
        var plain = await WovenProcess.RunPlain(command);
        var (woven, spans) = await WovenProcess.Run("""{ "instrument": [ { "method": "Shapes.Unobserved.*", "tags": { "r": "{return}" } }, { "method": "Shapes.Unobserved.Run", "exclude": true } ] }""", command);

        Assert.Equal("at once,later,with result\n", plain.Output);
        Assert.Equal(plain.Output, woven.Output);
        string[] tasks = ["AtOnce", "Later", "WithResult"];
        foreach (var name in tasks)
            Assert.Equal("System.InvalidOperationException", spans.Single(span => span.Name == "Unobserved." + name).Meta["error.type"]);
    }
}
