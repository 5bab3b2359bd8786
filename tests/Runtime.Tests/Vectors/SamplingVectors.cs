using System.Globalization;
using System.Text.Json.Nodes;
using DdRun.Agent;
using DdRun.Sampling;

namespace DdRun.Runtime.Tests.Vectors;

public class SamplingVectors
{
    [Theory]
    [VectorData("glob")]
    public void Globs(VectorCase vector)
    {
        if (vector.Section == VectorDataAttribute.Absent) return;
        Assert.Equal(vector["match"]!.GetValue<bool>(), Glob.Matches(vector.Text("pattern"), vector.Text("subject")));
    }

    [Theory]
    [VectorData("ksr_format")]
    public void Rates_as_text(VectorCase vector)
    {
        if (vector.Section == VectorDataAttribute.Absent) return;
        Assert.Equal(vector.Text("text"), SamplingRate.Format(vector["rate"]!.GetValue<double>()));
    }

    [Theory]
    [VectorData("sampling_knuth")]
    public void Hashes(VectorCase vector)
    {
        if (vector.Section == VectorDataAttribute.Absent) return;
        Assert.Equal("cases", vector.Section);
        var id = Headers.SpanId(vector.Text("trace_id_low64"));
        Assert.Equal(Headers.SpanId(vector.Text("hash")), SamplingRate.Hash(id));
        foreach (var (rate, keep) in vector["keep_by_rate"]!.AsObject())
            Assert.Equal(keep!.GetValue<bool>(), SamplingRate.Keeps(double.Parse(rate, CultureInfo.InvariantCulture), id));
    }

    [Theory]
    [VectorData("rate_limiter")]
    public void Rate_limits(VectorCase vector)
    {
        if (vector.Section == VectorDataAttribute.Absent) return;
        var now = 0L;
        var limiter = new RateLimiter(vector["rate_limit"]!.GetValue<double>(), () => now);
        foreach (var step in vector["steps"]!.AsArray())
        {
            now += step!["advance_ns"]!.GetValue<long>() / 100;
            var allowed = Enumerable.Range(0, step["calls"]!.GetValue<int>()).Count(_ => limiter.TryPass(out var _));
            Assert.Equal(step["allowed"]!.GetValue<int>(), allowed);
            Assert.Equal(step["effective_rate"]!.GetValue<double>(), limiter.EffectiveRate, 6);
            Assert.Equal(step["tokens"]!.GetValue<double>(), limiter.Tokens, 6);
        }
    }

    [Theory]
    [VectorData("sampling_rule_match")]
    public void Matching_rules(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent) return;
        var json = (JsonObject)vector["rule"]!.DeepClone();
        json["sample_rate"] = 1;
        var rule = Assert.Single(SamplingRuleReader.ReadTraceRules(new JsonArray(json).ToJsonString()));
        Assert.Equal(vector["match"]!.GetValue<bool>(), rule.Matches(new Target(vector["span"]!)));
    });

    [Theory]
    [VectorData("single_span_sampling")]
    public void Single_spans(VectorCase vector)
    {
        if (vector.Section == VectorDataAttribute.Absent) return;
        var sampler = new SpanSampler(vector.Settings(), () => 0);
        Assert.Equal(vector["rules_accepted"]!.GetValue<int>(), sampler.RuleCount);
        foreach (var step in vector["spans"]!.AsArray())
        {
            var decision = sampler.Decide(new Target(step!["span"]!, service: "svc", name: "op"));
            Assert.Equal(step["kept"]!.GetValue<bool>(), decision != null);
            var metrics = step["metrics"]!;
            Assert.Equal(metrics["_dd.span_sampling.rule_rate"]?.GetValue<double>(), decision?.RuleRate);
            Assert.Equal(metrics["_dd.span_sampling.max_per_second"]?.GetValue<double>(), decision?.MaxPerSecond);
        }
    }

    [Theory]
    [VectorData("moving_average")]
    public void Keep_rates(VectorCase vector)
    {
        if (vector.Section is VectorDataAttribute.Absent or "size") return;
        Assert.Equal("steps", vector.Section);
        // Steps build on each other: this one is checked with all before it.
        var group = VectorFolder.Read("moving_average")!;
        var average = new KeepRate(group["size"]!.GetValue<int>());
        var index = int.Parse(vector.Id.Split('-')[1], CultureInfo.InvariantCulture);
        foreach (var step in group["steps"]!.AsArray().Take(index + 1))
            average.Add(step!["set"]![0]!.GetValue<long>(), step["set"]![1]!.GetValue<long>());
        Assert.Equal(vector["value"]!.GetValue<double>(), average.Value, 12);
    }
}
