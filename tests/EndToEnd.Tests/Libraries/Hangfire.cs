using System.Globalization;
using DdRun.Testing.Services;

namespace DdRun.EndToEnd.Tests.Libraries;

public class Hangfire
{
    private const string Output = "rye\nrye\n";

    private static readonly string[] s_rules = ["""{ "method": "Bakery.Shop.Order", "name": "order" }""", """{ "method": "Bakery.Baker.Knead", "name": "knead" }"""];

    [Fact]
    public async Task Jobs_continue_the_trace_that_they_were_created_in() => AssertJobs(await Run([]));

    // Unlike the other storage it does not give the parameters along with a job.
    [Needs("PostgreSQL")]
    public async Task Jobs_continue_the_trace_that_they_were_created_in_from_a_database()
    {
        using var server = await PostgresServer.Start();
        var spans = await Run([server.ConnectionString]);
        AssertJobs(spans);
        // Once the server runs, it is the only one that asks: ten times a second, and for each job.
        var begun = spans.First(span => span.Name == "hangfire.perform").Start;
        Assert.DoesNotContain(spans, span => span is { Name: "postgres.query", ParentId: 0 } && span.Start > begun);
    }

    [Fact]
    public async Task Switched_off_there_is_nothing()
    {
        var spans = await Run([], ("DD_TRACE_HANGFIRE_ENABLED", "false"));
        Assert.Equal(["order", "knead"], spans.Select(span => span.Name));
        Assert.NotEqual(spans[0].TraceId, spans[1].TraceId);
    }

    private static void AssertJobs(List<ReceivedSpan> spans)
    {
        var order = spans.Single(span => span.Name == "order");
        var jobs = spans.Where(span => span.Name == "hangfire.perform").ToList();
        Assert.All(jobs, job =>
        {
            Assert.Equal(("hangfire", "e2e", "hangfire", "internal"), (job.Type, job.Service, job.Meta["component"], job.Meta["span.kind"]));
            Assert.NotEmpty(job.Meta["job.id"]);
            Assert.True(DateTime.TryParseExact(job.Meta["job.createdat"], "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var created));
            Assert.InRange(created, DateTime.UtcNow.AddHours(-1), DateTime.UtcNow);
        });
        Assert.Equal(["job Baker.Bake", "job Baker.Burn", "job Baker.Burn", "job Baker.Deliver"], Resources(job => (job.TraceId, job.ParentId) == (order.TraceId, order.SpanId)));
        Assert.Equal(["job Baker.Clean", "job Baker.Sweep"], Resources(job => job.ParentId == 0).Distinct());
        Assert.Equal(spans.Count(span => span.Name == "hangfire.perform"), jobs.Count(job => job.ParentId == 0 || job.ParentId == order.SpanId));

        var knead = spans.Single(span => span.Name == "knead");
        Assert.Equal(jobs.Single(job => job.Resource == "job Baker.Bake").SpanId, knead.ParentId);
        var burns = jobs.Where(job => job.Resource == "job Baker.Burn").ToList();
        Assert.Equal(burns[0].Meta["job.id"], burns[1].Meta["job.id"]);
        Assert.Equal([1, 0], burns.Select(job => job.Error));
        Assert.Equal(("System.InvalidOperationException", "burnt"), (burns[0].Meta["error.type"], burns[0].Meta["error.message"]));
        Assert.Contains("Bakery.Baker.Burn", burns[0].Meta["error.stack"], StringComparison.Ordinal);
        Assert.Single(jobs, job => job.Error == 1);

        IEnumerable<string> Resources(Func<ReceivedSpan, bool> which) => jobs.Where(which).Select(job => job.Resource).Order(StringComparer.Ordinal);
    }

    private static async Task<List<ReceivedSpan>> Run(string[] arguments, params (string Name, string Value)[] environment)
    {
        await using var rig = await Rig.Start();
        var result = await TargetProcess.Run(rig.Dotnet("Hangfire", s_rules, arguments).With(environment));
        Assert.Equal((0, Output), (result.ExitCode, result.Output));
        return [.. rig.Agent.Spans.Items.OrderBy(span => span.Start)];
    }
}
