namespace DdRun.Integrations.Tests.Libraries;

/// <summary>The pipeline of an isolated worker; what its host would send is made by the program itself.</summary>
public sealed class FunctionTests
{
    [Fact]
    public async Task An_invocation_of_an_Azure_function_continues_the_trace_of_its_host()
    {
        var app = new LibraryApp("Functions") { Output = "baked\nno water\n" };
        await app.IsTraced("Functions", ["AzureFunctions"]);
        Assert.All(await app.Run(), span => Assert.Equal((7UL, 8UL), (span.TraceId, span.ParentId)));
    }
}
