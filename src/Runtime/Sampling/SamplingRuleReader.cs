using System.Globalization;
using System.Text.Json;
using DdRun.Configuration.Declarations;
using DdRun.Diagnostics;

namespace DdRun.Sampling;

/// <summary>Reads the JSON of sampling rules; what is wrong with it is logged.</summary>
internal static class SamplingRuleReader
{
    /// <summary>In the order in which they are tried: those that the customer set remotely, dynamic ones, local ones.</summary>
    public static List<SamplingRule> ReadTraceRules(string? json)
    {
        var rules = new List<SamplingRule>();
        if (string.IsNullOrWhiteSpace(json))
            return rules;
        ForEachRule(SamplingVariables.Rules.Name, json, element => TryReadTraceRule(element, rules));
        var ordered = new List<SamplingRule>(rules.Count);
        foreach (var mechanism in (int[])[SamplingMechanism.RemoteUserRule, SamplingMechanism.RemoteDynamicRule, SamplingMechanism.LocalRule])
            ordered.AddRange(rules.FindAll(rule => rule.Mechanism == mechanism));
        return ordered;
    }

    public static List<SingleSpanRule> ReadSpanRules(string? json, Func<long>? clock = null)
    {
        var rules = new List<SingleSpanRule>();
        if (string.IsNullOrWhiteSpace(json))
            return rules;
        ForEachRule(SamplingVariables.SpanRules.Name, json, element =>
        {
            ReadSpanRule(element, rules, clock);
            return true;
        });
        return rules;
    }

    private static void ForEachRule(string setting, string json, Func<JsonElement, bool> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                Log.Warn($"{setting} is not a JSON array; it is not used.");
                return;
            }
            foreach (var element in document.RootElement.EnumerateArray())
                if (element.ValueKind != JsonValueKind.Object)
                    Log.Warn($"{setting}: {element.GetRawText()} is not a rule; it is left out.");
                else if (!read(element))
                    return;
        }
        catch (JsonException e)
        {
            Log.Warn($"{setting} is not JSON ({e.Message}); it is not used.");
        }
    }

    // A rate that is no number ends the reading, as in the other tracers: later rules would otherwise take over what the broken one was for.
    private static bool TryReadTraceRule(JsonElement element, List<SamplingRule> rules)
    {
        if (!element.TryGetProperty("sample_rate", out var rateElement))
        {
            Log.Warn($"{SamplingVariables.Rules.Name}: {element.GetRawText()} has no sample_rate; it is left out.");
            return true;
        }
        if (!TryReadNumber(rateElement, out var rate))
        {
            Log.Warn($"{SamplingVariables.Rules.Name}: the sample_rate of {element.GetRawText()} is no number; it and what follows are left out.");
            return false;
        }
        var mechanism = Text(element, "provenance") switch
        {
            "customer" => SamplingMechanism.RemoteUserRule,
            "dynamic" => SamplingMechanism.RemoteDynamicRule,
            _ => SamplingMechanism.LocalRule,
        };
        rules.Add(new(Math.Clamp(rate, 0, 1), Pattern(element, "service"), Pattern(element, "name"), Text(element, "resource"), ReadTags(element), mechanism));
        return true;
    }

    // Spans tell the rate as it was configured, but infinity is no metric.
    private static void ReadSpanRule(JsonElement element, List<SingleSpanRule> rules, Func<long>? clock)
    {
        var service = Pattern(element, "service");
        var name = Pattern(element, "name");
        double rate = 1, most = 0;
        var limited = element.TryGetProperty("max_per_second", out var limit) && limit.ValueKind != JsonValueKind.Null;
        if (string.IsNullOrEmpty(service) && string.IsNullOrEmpty(name))
            Log.Warn($"{SamplingVariables.SpanRules.Name}: {element.GetRawText()} names neither service nor name; it is left out.");
        else if ((element.TryGetProperty("sample_rate", out var share) && !TryReadNumber(share, out rate)) || (limited && !TryReadNumber(limit, out most)))
            Log.Warn($"{SamplingVariables.SpanRules.Name}: {element.GetRawText()} has a rate that is no number; it is left out.");
        else
            rules.Add(new(service, name, Math.Clamp(rate, double.MinValue, double.MaxValue), limited && most >= 0 ? most : null, clock));
    }

    private static List<KeyValuePair<string, string>>? ReadTags(JsonElement rule)
    {
        if (!rule.TryGetProperty("tags", out var tags) || tags.ValueKind != JsonValueKind.Object)
            return null;
        var patterns = new List<KeyValuePair<string, string>>();
        foreach (var tag in tags.EnumerateObject())
            patterns.Add(new(tag.Name, Text(tag.Value)));
        return patterns.Count == 0 ? null : patterns;
    }

    // Empty, it matches only what is empty, as in the other tracers; an empty resource in a rule means any.
    private static string? Pattern(JsonElement rule, string name) =>
        rule.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? Text(value) : null;

    private static string? Text(JsonElement rule, string name) => Pattern(rule, name) is { Length: > 0 } text ? text : null;

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static bool TryReadNumber(JsonElement element, out double number)
    {
        number = 0;
        var read = element.ValueKind switch
        {
            JsonValueKind.Number => element.TryGetDouble(out number),
            JsonValueKind.String => double.TryParse(element.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number),
            _ => false,
        };
        return read && !double.IsNaN(number);
    }
}
