namespace DdRun.Sampling;

/// <summary>Rates by service and environment, as the agent last sent them.</summary>
internal sealed class AgentRates
{
    private const string ServicePrefix = "service:";
    private const string EnvPrefix = ",env:";

    // By service; a dictionary keyed by both would be compiled by the JIT at start-up.
    private Dictionary<string, AgentRate>? _rates;

    public bool IsEmpty => Volatile.Read(ref _rates) is null or { Count: 0 };

    /// <summary>Replaces the table. Keys are <c>service:&lt;s&gt;,env:&lt;e&gt;</c>; others are left out. Rates beyond 0 and 1 are taken for these.</summary>
    public void Replace(IReadOnlyDictionary<string, double> rateByService)
    {
        var rates = new Dictionary<string, AgentRate>(rateByService.Count, StringComparer.Ordinal);
        foreach (var (key, rate) in rateByService)
        {
            var comma = key.LastIndexOf(EnvPrefix, StringComparison.Ordinal);
            if (comma < 0 || !key.StartsWith(ServicePrefix, StringComparison.Ordinal) || double.IsNaN(rate))
                continue;
            var service = key[ServicePrefix.Length..comma];
            rates[service] = new(key[(comma + EnvPrefix.Length)..], Math.Clamp(rate, 0, 1), rates.GetValueOrDefault(service));
        }
        Volatile.Write(ref _rates, rates);
    }

    public AgentRate? Find(string? service, string? env)
    {
        if (Volatile.Read(ref _rates) is not { } rates || !rates.TryGetValue(service ?? "", out var entry))
            return null;
        for (var at = entry; at != null; at = at.Next)
            if (at.Env == (env ?? ""))
                return at;
        return null;
    }
}
