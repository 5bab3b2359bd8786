using DdRun.Json;

namespace DdRun.Export.Datadog;

/// <summary>Reads <c>rate_by_service</c> out of the agent's answer. Very old agents answer <c>OK</c>.</summary>
internal static class AgentRatesReader
{
    /// <summary>Null when the answer has no rates: those in force stay.</summary>
    public static Dictionary<string, double>? Read(ReadOnlySpan<byte> body)
    {
        if (body.IndexOf("rate_by_service"u8) < 0 || JsonReader.ReadObject(body)?.Object("rate_by_service") is not { } given)
            return null;
        var rates = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (key, value) in given)
        {
            if (value is double rate)
                rates[key] = rate;
        }
        return rates;
    }
}
