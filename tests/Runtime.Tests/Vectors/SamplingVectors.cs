using System.Globalization;
using System.Text.Json.Nodes;
using DdRun.Export.Datadog;
using DdRun.Sampling;

namespace DdRun.Runtime.Tests.Vectors;

public class SamplingVectors
{
    [Theory]
    [VectorData("glob")]
    public void Globs(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        Assert.Equal(vector["match"]!.GetValue<bool>(), Glob.Matches(vector.Text("pattern"), vector.Text("subject")));
    });

    [Theory]
    [VectorData("ksr_format")]
    public void Rates_as_text(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        Assert.Equal(vector.Text("text"), SamplingRate.Format(vector["rate"]!.GetValue<double>()));
    });

    [Theory]
    [VectorData("sampling_knuth")]
    public void Hashes(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        Assert.Equal("cases", vector.Section);
        var id = Headers.SpanId(vector.Text("trace_id_low64"));
        Assert.Equal(Headers.SpanId(vector.Text("hash")), SamplingRate.Hash(id));
        foreach (var (rate, keep) in vector["keep_by_rate"]!.AsObject())
            Assert.Equal(keep!.GetValue<bool>(), SamplingRate.Keeps(double.Parse(rate, CultureInfo.InvariantCulture), id));
    });

    [Theory]
    [VectorData("rate_limiter")]
    public void Rate_limits(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        var now = 0L;
        var limit = vector["rate_limit"]!.GetValue<double>();
        var limiter = new RateLimiter(limit, () => now / 100);
        foreach (var step in vector["steps"]!.AsArray())
        {
            now += step!["advance_ns"]!.GetValue<long>();
            var allowed = Enumerable.Range(0, step["calls"]!.GetValue<int>()).Count(_ => limiter.TryPass(out var _));
            Assert.Equal(step["allowed"]!.GetValue<int>(), allowed);
            Assert.Equal(step["effective_rate"]!.GetValue<double>(), limiter.EffectiveRate, 6);
            // Time is counted in ticks of 100 ns here.
            Assert.InRange(limiter.Tokens - step["tokens"]!.GetValue<double>(), -1e-6 - Math.Abs(limit) * 1e-7, 1e-6);
        }
    });

    [Theory]
    [VectorData("sampling_rule_match")]
    public void Matching_rules(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        var json = (JsonObject)vector["rule"]!.DeepClone();
        json["sample_rate"] = 1;
        var rule = Assert.Single(SamplingRuleReader.ReadTraceRules(new JsonArray(json).ToJsonString()));
        Assert.Equal(vector["match"]!.GetValue<bool>(), rule.Matches(new Target(vector["span"]!)));
    });

    [Theory]
    [VectorData("single_span_sampling")]
    public void Single_spans(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section == VectorDataAttribute.Absent)
            return;
        var sampler = new SingleSpanSampler(vector.Settings(), () => 0);
        Assert.Equal(vector["rules_accepted"]!.GetValue<int>(), sampler.RuleCount);
        foreach (var step in vector["spans"]!.AsArray())
        {
            var decision = sampler.Decide(new Target(step!["span"]!, service: "svc", name: "op"));
            Assert.Equal(step["kept"]!.GetValue<bool>(), decision != null);
            var metrics = step["metrics"];
            Assert.Equal(metrics?["_dd.span_sampling.rule_rate"]?.GetValue<double>(), decision?.RuleRate);
            Assert.Equal(metrics?["_dd.span_sampling.max_per_second"]?.GetValue<double>(), decision?.MaxPerSecond);
        }
    });

    [Theory]
    [VectorData("moving_average")]
    public void Keep_rates(VectorCase vector) => vector.Verify(() =>
    {
        if (vector.Section is VectorDataAttribute.Absent or "size")
            return;
        Assert.Equal("steps", vector.Section);
        // Steps build on each other: this one is checked with all before it.
        var group = VectorFolder.Read("moving_average")!;
        var average = new KeepRateAverage(group["size"]!.GetValue<int>());
        var index = int.Parse(vector.Id.Split('-')[1], CultureInfo.InvariantCulture);
        var steps = group["steps"]!.AsArray().Take(index + 1).Select(s => (Kept: s!["set"]![0]!.GetValue<long>(), Total: s["set"]![1]!.GetValue<long>())).ToList();
        foreach (var (kept, total) in steps)
            average.Add(kept, total);
        // The reference averages what was dropped, which of nothing is nothing; of nothing all was kept.
        var counted = steps.TakeLast(group["size"]!.GetValue<int>()).Any(s => s.Total > 0);
        Assert.Equal(counted ? vector["value"]!.GetValue<double>() : 1, average.Value, 12);
    });
}
