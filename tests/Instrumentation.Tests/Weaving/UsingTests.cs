using DdRun.Testing;

namespace DdRun.Instrumentation.Tests.Weaving;

public class UsingTests
{
    [Fact]
    public async Task An_exception_that_leaves_a_using_statement_marks_its_span()
    {
        var app = Path.Combine(Repository.Root, "tests", "Spans", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "Spans.dll");
        var plain = await WovenProcess.RunPlain("dotnet", app);
        var (woven, spans) = await WovenProcess.Run(null, "dotnet", app);

        Assert.Equal("", woven.Errors);
        Assert.Equal(plain.Output, woven.Output);
        var failed = spans.Where(span => span.Error == 1).ToDictionary(span => span.Name, span => span.Meta["error.message"]);
        Assert.Equal(["fails", "fails later", "in catch", "inner"], failed.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("later", failed["fails later"]);
        Assert.Equal(7, spans.Count);
    }
}
