using DdRun.Configuration;
using DdRun.Runtime.Tests.Vectors;
using DdRun.Sampling;
using System.Text.Json.Nodes;

namespace DdRun.Runtime.Tests.Sampling;

public class TraceSamplerTests
{
    private static readonly Target s_span = new(new JsonObject());

    [Fact]
    public void The_global_rate_stands_behind_the_rules()
    {
        var sampler = Of(("DD_TRACE_SAMPLE_RATE", "0"), ("DD_TRACE_SAMPLING_RULES", """[{"name":"other","sample_rate":1}]"""));
        var decision = sampler.Decide(s_span, null);
        Assert.Equal((SamplingPriority.UserReject, "-3", 0.0), (decision.Priority, decision.Maker, decision.RuleRate));
    }

    [Fact]
    public void New_rates_of_the_agent_replace_the_old_ones()
    {
        var sampler = Of();
        sampler.UpdateAgentRates(new Dictionary<string, double> { ["service:web,env:a,env:prod"] = 0, ["nonsense"] = 0, ["service:web,env:bad"] = double.NaN });
        Assert.True(sampler.Decide(s_span, "bad").Keep);
        Assert.True(sampler.Decide(s_span, "prod").Keep);
        sampler.UpdateAgentRates(new Dictionary<string, double> { ["service:web,env:prod"] = 0 });
        Assert.False(sampler.Decide(s_span, "prod").Keep);
        sampler.UpdateAgentRates(new Dictionary<string, double>());
        Assert.True(sampler.Decide(s_span, "prod").Keep);
    }

    [Theory]
    [InlineData(7, 1)]
    [InlineData(-1, 0)]
    public void A_rate_of_the_agent_beyond_the_limits_is_taken_for_the_limit(double rate, double taken)
    {
        var sampler = Of();
        sampler.UpdateAgentRates(new Dictionary<string, double> { ["service:web,env:prod"] = rate });
        var decision = sampler.Decide(s_span, "prod");
        Assert.Equal((taken == 1, "-1", taken), (decision.Keep, decision.Maker, decision.AgentRate));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1e-19)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.999999999999999)]
    [InlineData(1.0)]
    public void A_rate_keeps_its_share_of_ids(double rate)
    {
        const int ids = 200_000;
        var random = new Random(1);
        var kept = Enumerable.Range(0, ids).Count(_ => SamplingRate.Keeps(rate, (ulong)random.NextInt64()));
        Assert.InRange(kept, rate * ids * 0.97 - 1, rate * ids * 1.03);
    }

    [Theory]
    [InlineData(0.25, 0x4000000000000000UL, true)]
    [InlineData(0.25, 0x4000000000000001UL, false)]
    [InlineData(0.5, 0x8000000000000000UL, true)]
    [InlineData(0.5, 0x8000000000000001UL, false)]
    [InlineData(0.9999999999999999, 0xFFFFFFFFFFFFF800UL, true)]
    [InlineData(0.9999999999999999, 0xFFFFFFFFFFFFF801UL, false)]
    [InlineData(5.421010862427522e-20, 1UL, true)]
    [InlineData(5.421010862427522e-20, 2UL, false)]
    public void The_border_of_a_rate_is_exact(double rate, ulong hash, bool kept) => Assert.Equal(kept, SamplingRate.Keeps(rate, IdOf(hash)));

    [Fact]
    public void The_limit_holds_for_many_threads()
    {
        var limiter = new RateLimiter(100, () => 0);
        var passed = 0;
        Parallel.For(0, 10_000, _ =>
        {
            if (limiter.TryPass(out var _))
                Interlocked.Increment(ref passed);
        });
        Assert.Equal(100, passed);
        Assert.Equal(0.01, limiter.EffectiveRate, 6);
    }

    // The factor is odd, so multiplying by its inverse modulo 2⁶⁴ undoes the hash.
    private static ulong IdOf(ulong hash)
    {
        const ulong factor = 1111111111111111111;
        var inverse = factor;
        for (var i = 0; i < 6; i++)
            inverse = unchecked(inverse * (2 - factor * inverse));
        var id = unchecked(hash * inverse);
        Assert.Equal(hash, SamplingRate.Hash(id));
        return id;
    }

    private static TraceSampler Of(params (string Name, string Value)[] environment)
    {
        var values = environment.ToDictionary(pair => pair.Name, pair => pair.Value);
        return new(new Settings(values.GetValueOrDefault, fileExists: _ => false));
    }
}
