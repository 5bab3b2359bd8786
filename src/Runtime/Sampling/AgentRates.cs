namespace DdRun.Sampling;

/// <summary>Rates by service and environment, as the agent last sent them.</summary>
internal sealed class AgentRates
{
    private Dictionary<(string Service, string Env), double> _rates = [];

    /// <summary>Replaces the table. Keys are <c>service:&lt;s&gt;,env:&lt;e&gt;</c>; others are left out.</summary>
    public void Replace(IReadOnlyDictionary<string, double> rateByService)
    {
        var rates = new Dictionary<(string, string), double>(rateByService.Count);
        foreach (var (key, rate) in rateByService)
        {
            var comma = key.LastIndexOf(",env:", StringComparison.Ordinal);
            if (comma < 0 || !key.StartsWith("service:", StringComparison.Ordinal) || !(rate is >= 0 and <= 1)) continue;
            rates[(key["service:".Length..comma], key[(comma + ",env:".Length)..])] = rate;
        }
        Volatile.Write(ref _rates, rates);
    }

    public double? Find(string? service, string? env) => Volatile.Read(ref _rates).TryGetValue((service ?? "", env ?? ""), out var rate) ? rate : null;
}
