using System.Text.Json;

namespace DdRun.Export.Datadog;

/// <summary>Reads <c>rate_by_service</c> out of the agent's answer. Very old agents answer <c>OK</c>.</summary>
internal static class AgentRatesReader
{
    /// <summary>Null when the answer has no rates: those in force stay.</summary>
    public static Dictionary<string, double>? Read(ReadOnlySpan<byte> body)
    {
        if (body.IndexOf("rate_by_service"u8) < 0)
            return null;
        try
        {
            var json = new Utf8JsonReader(body);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                return null;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var found = json.ValueTextEquals("rate_by_service"u8);
                json.Read();
                if (found)
                    return json.TokenType == JsonTokenType.StartObject ? ReadRates(ref json) : null;
                json.Skip();
            }
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Dictionary<string, double> ReadRates(ref Utf8JsonReader json)
    {
        var rates = new Dictionary<string, double>(StringComparer.Ordinal);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = json.GetString()!;
            json.Read();
            if (json.TokenType == JsonTokenType.Number && json.TryGetDouble(out var rate))
                rates[key] = rate;
            else
                json.Skip();
        }
        return rates;
    }
}
