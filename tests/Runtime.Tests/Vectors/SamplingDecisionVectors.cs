using System.Text.Json.Nodes;
using DdRun.Runtime.Tests.Tracing;
using DdRun.Sampling;
using DdRun.Tracing;

namespace DdRun.Runtime.Tests.Vectors;

public class SamplingDecisionVectors
{
    [Theory]
    [VectorData("sampling_decision")]
    public void Decisions(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        var sampler = new TraceSampler(vector.Settings(), () => 0);
        if (vector["rate_by_service"] is JsonObject rates)
            sampler.UpdateAgentRates(rates.ToDictionary(p => p.Key, p => p.Value!.GetValue<double>()));
        foreach (var trace in vector["traces"]!.AsArray())
        {
            var span = new Target(trace!["span"]!);
            var decision = sampler.Decide(span, span.Env);
            Assert.Equal(trace["sampled"]!.GetValue<bool>(), decision.Keep);
            Assert.Equal(trace["sampling_priority"]!.GetValue<int>(), decision.Priority);
            Assert.Equal(trace["dm"]!.GetValue<string>(), decision.Maker);
            Equal(trace["_dd.rule_psr"], decision.RuleRate);
            Equal(trace["_dd.agent_psr"], decision.AgentRate);
            Equal(trace["_dd.limit_psr"], decision.LimitRate);
            Assert.Equal(trace["_dd.p.ksr"]?.GetValue<string>(), decision.KnuthRate);
        }
    });

    [Theory]
    [VectorData("sampling_decision")]
    public void Decisions_on_spans(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        var tracer = new TracerCore(vector.Settings(), new RecordingWriter());
        if (vector["rate_by_service"] is JsonObject rates)
            tracer.Sampler.UpdateAgentRates(rates.ToDictionary(p => p.Key, p => p.Value!.GetValue<double>()));
        foreach (var trace in vector["traces"]!.AsArray())
        {
            var given = new Target(trace!["span"]!);
            var parent = new LocalRoot(SpanContext.Remote(0, given.TraceIdLow, 1));
            var root = (LocalRoot)tracer.Start(parent, given.Name, given.Service, given.Resource, null);
            // Where none is given, a span has the process's; one may still be without.
            root.Service = given.Service;
            if (given.Env != null)
                root.SetTag("env", given.Env);
            foreach (var (key, value) in trace["span"]!["tags"]?.AsObject() ?? [])
                DotNetCalls.SetTag(root, key, value);
            root.Finish();
            root.EnsureDecision();

            Assert.Equal(trace["sampling_priority"]!.GetValue<int>(), root.Priority);
            Assert.Equal(trace["dm"]!.GetValue<string>(), root.DecisionMaker);
            Equal(trace["_dd.rule_psr"], root.Decision?.RuleRate);
            Equal(trace["_dd.agent_psr"], root.Decision?.AgentRate);
            Equal(trace["_dd.limit_psr"], root.Decision?.LimitRate);
            Assert.Equal(trace["_dd.p.ksr"]?.GetValue<string>(), root.Decision?.KnuthRate);
        }
    });

    private static void Equal(JsonNode? expected, double? actual)
    {
        Assert.Equal(expected == null, actual == null);
        if (actual is { } rate)
            Assert.Equal(expected!.GetValue<double>(), rate, 5);
    }
}
