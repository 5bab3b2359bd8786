using DdRun.Testing;
using DdRun.Testing.Services.Functions;

namespace DdRun.Integrations.Tests.Libraries;

/// <summary>An isolated worker, and in place of its host one that speaks the same to it.</summary>
public sealed class FunctionTests
{
    [Theory]
    [InlineData("Functions")]
    [InlineData("FunctionsOld")]
    public async Task Invocations_of_Azure_functions_continue_the_trace_of_their_host_whatever_triggers_them(string name)
    {
        var assembly = Repository.App(name, name + ".dll");
        await using var host = await FunctionsHost.Start(
            assembly,
            new("Functions.Oven.Bake", "httpTrigger", "request", "/api/loaves/rye"),
            new("Functions.Oven.Knead", "queueTrigger", "dough", "sourdough"),
            new("Functions.Oven.Clean", "timerTrigger", "timer", """{ "IsPastDue": false }"""));
        var app = new LibraryApp(name, host.Arguments) { Output = "rye\nsourdough\n", Environment = [("FUNCTIONS_WORKER_DIRECTORY", Path.GetDirectoryName(assembly)!)] };
        await app.IsTraced("Functions", ["AzureFunctions"], "http.request", "http.request");
        // In the worker's own words.
        Assert.Equal([("Bake", "200"), ("Knead", "done"), ("Clean", "One or more errors occurred. (no water)")], host.Outcomes.Items.Take(3));
        Assert.All((await app.Run()).Where(span => span.Name == "azure_functions.invoke"), span => Assert.Equal((7UL, 8UL), (span.TraceId, span.ParentId)));
    }

    [Fact]
    public async Task Requests_that_come_to_the_worker_itself_are_in_one_trace_with_their_functions()
    {
        var assembly = Repository.App("FunctionsWeb", "FunctionsWeb.dll");
        await using var host = await FunctionsHost.Start(assembly, new FunctionCall("Functions.Oven.Bake", "httpTrigger", "request", "/api/loaves/rye"));
        var app = new LibraryApp("FunctionsWeb", host.Arguments) { Output = "rye\n", Environment = [("FUNCTIONS_WORKER_DIRECTORY", Path.GetDirectoryName(assembly)!), ("FUNCTIONS_APPLICATION_DIRECTORY", Path.GetDirectoryName(assembly)!)] };
        await app.IsTraced("FunctionsWeb", ["AzureFunctions"], "aspnet_core.request", "http.request", "http.request");
        Assert.Equal(("Bake", "200 rye"), host.Outcomes.Items[0]);
    }
}
