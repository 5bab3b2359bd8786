namespace DdRun.EndToEnd.Tests.Libraries;

public class BackgroundWork
{
    [Theory]
    [InlineData("Jobs")]
    [InlineData("Jobs3")]
    [InlineData("Jobs3Hosted")]
    public async Task Every_run_of_a_Quartz_job_is_a_trace(string app)
    {
        // Its own activities would tell the same again.
        var spans = await Run(app, [], ("DD_TRACE_OTEL_ENABLED", "true"));
        Assert.Equal(["execute bake", "execute burn"], spans.Select(span => span.Resource).Order());
        Assert.All(spans, span =>
        {
            Assert.Equal(("quartz.job.execute", "worker", 0ul), (span.Name, span.Type, span.ParentId));
            Assert.Equal(("night", "night", "internal"), (span.Meta["job.group"], span.Meta["trigger.group"], span.Meta["span.kind"]));
            Assert.EndsWith("QuartzScheduler", span.Meta["scheduler.name"], StringComparison.Ordinal);
            Assert.Equal("NON_CLUSTERED", span.Meta["scheduler.id"]);
            Assert.NotEmpty(span.Meta["fire.instance.id"]);
        });
        var (baked, burnt) = (spans.Single(span => span.Meta["job.name"] == "bake"), spans.Single(span => span.Meta["job.name"] == "burn"));
        Assert.Equal((0, "now"), (baked.Error, baked.Meta["trigger.name"]));
        Assert.StartsWith("Bake", baked.Meta["job.type"], StringComparison.Ordinal);
        Assert.Equal((1, "later", "System.InvalidOperationException"), (burnt.Error, burnt.Meta["trigger.name"], burnt.Meta["error.type"]));
    }

    [Theory]
    [InlineData("Jobs")]
    [InlineData("Jobs3")]
    [InlineData("Jobs3Hosted")]
    public async Task Quartz_switched_off_there_is_nothing(string app) =>
        Assert.Empty(await Run(app, [], ("DD_TRACE_OTEL_ENABLED", "true"), ("DD_TRACE_QUARTZ_ENABLED", "false")));

    [Fact]
    public async Task Each_iteration_of_a_background_service_is_a_trace_by_a_rule()
    {
        var spans = await Run("Worker",
        [
            """{ "method": "Worker.Sweeper.Sweep", "name": "sweep", "resource": "round {round}", "type": "worker" }""",
            """{ "method": "Worker.Sweeper.Empty", "name": "empty", "when": "parent" }""",
            """{ "implements": "Microsoft.Extensions.Hosting.IHostedService.StartAsync(*)", "name": "start", "resource": "{type}" }""",
        ]);
        var rounds = spans.Where(span => span.Name == "sweep").ToList();
        Assert.Equal(["round 1", "round 2", "round 3"], rounds.Select(span => span.Resource));
        Assert.All(rounds, span => Assert.Equal(("worker", 0ul), (span.Type, span.ParentId)));
        Assert.Equal(rounds.Select(span => span.SpanId), spans.Where(span => span.Name == "empty").Select(span => span.ParentId));
        Assert.Equal("Baker", Assert.Single(spans, span => span.Name == "start" && span.Resource == "Baker").Resource);
    }

    private static async Task<List<ReceivedSpan>> Run(string app, string[] rules, params (string Name, string Value)[] environment)
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet(app, rules);
        var variables = new Dictionary<string, string>(target.Environment);
        foreach (var (name, value) in environment)
            variables[name] = value;
        Assert.Equal(0, (await TargetProcess.Run(target with { Environment = variables })).ExitCode);
        return [.. rig.Agent.Spans.Items.OrderBy(span => span.Start)];
    }
}
