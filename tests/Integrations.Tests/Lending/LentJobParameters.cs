using System.Text.Json;
using DdRun.Instrumentation.Integrations.Hangfire;
using DdRun.Probes;

namespace DdRun.Integrations.Tests.Lending;

/// <summary>The parameters of a job: the library copies them for each job that it stores, and what is woven sees the copy.</summary>
internal sealed class LentJobParameters : LentObject
{
    private readonly IProbeObserver _observer = new CreateObserver();
    private readonly Dictionary<string, string> _parameters = new() { ["own"] = "\"value\"", ["RetryCount"] = "3" };

    public override IReadOnlyList<string> Plain => Dump(_parameters);

    public override string Look() => string.Join('\n', Dump(_parameters));

    public override Task<IReadOnlyList<string>> Send(Span span)
    {
        var copy = new Dictionary<string, string>(_parameters);
        Assert.False(_observer.Wants(copy, null, null, null));
        Assert.True(copy.Remove(JobParameter.Name, out var context));
        return Task.FromResult<IReadOnlyList<string>>([.. Dump(copy), .. Dump(JsonSerializer.Deserialize<Dictionary<string, string>>(context)!)]);
    }

    private static List<string> Dump(Dictionary<string, string> parameters) => [.. parameters.Select(parameter => $"{parameter.Key}: {parameter.Value}")];
}
