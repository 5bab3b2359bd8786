namespace DdRun.EndToEnd.Tests;

public class Budget
{
    [Fact]
    public async Task What_takes_too_long_to_plan_is_woven_in_the_background()
    {
        await using var rig = await Rig.Start();
        var target = rig.Dotnet("Counter", [Rules.Rule("Counter.Till.Add()", "add")]);
        var log = Path.Combine(rig.Folder, "log");
        using var counter = TargetProcess.Start(target with
        {
            Environment = new Dictionary<string, string>(target.Environment) { ["DD_RUN_PLANNING_BUDGET"] = "0", ["DD_TRACE_LOG_DIRECTORY"] = log },
        });
        var url = (await counter.Line("at "))["at ".Length..];
        using var client = new HttpClient();

        // Nothing tells when; it has to happen.
        var span = rig.Agent.Spans.WaitForAny(span => span.Name == "add", "a span of the woven method");
        while (!span.IsCompleted)
            await client.GetStringAsync(new Uri(url + "/count/rye"));
        Assert.Equal("e2e", (await span).Service);
        counter.Signal(TargetProcess.Terminate);
        Assert.Equal(0, (await counter.Exit()).ExitCode);
    }
}
