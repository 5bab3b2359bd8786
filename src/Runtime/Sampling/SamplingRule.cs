using System.Globalization;

namespace DdRun.Sampling;

/// <summary>One rule of <c>DD_TRACE_SAMPLING_RULES</c>. What is null matches anything.</summary>
internal sealed record SamplingRule(
    double Rate,
    string? Service = null,
    string? Name = null,
    string? Resource = null,
    IReadOnlyList<KeyValuePair<string, string>>? Tags = null,
    int Mechanism = SamplingMechanism.LocalRule)
{
    public bool Matches(ISamplingTarget span) =>
        Matches(Service, span.Service) && Matches(Name, span.Name) && Matches(Resource, span.Resource) && MatchesTags(span);

    // A span without service meets any pattern for text but the empty one: its service is not known to be empty.
    private static bool Matches(string? pattern, string? text) => pattern == null || ((pattern.Length > 0 || text != null) && Glob.Matches(pattern, text));

    private bool MatchesTags(ISamplingTarget span)
    {
        if (Tags == null)
            return true;
        for (var i = 0; i < Tags.Count; i++)
            if (!MatchesTag(span, Tags[i].Key, Tags[i].Value))
                return false;
        return true;
    }

    // A number that is no integer has several spellings: only patterns that care for none of them can match it.
    private static bool MatchesTag(ISamplingTarget span, string key, string pattern)
    {
        if (span.GetTag(key) is { } text)
            return Glob.Matches(pattern, text);
        if (span.GetMetric(key) is not { } number)
            return false;
        // Zero added to a negative zero takes its sign away.
        if (number == Math.Floor(number))
            return Glob.Matches(pattern, (number + 0.0).ToString("F0", CultureInfo.InvariantCulture));
        return Glob.IsOnlyWildcards(pattern) && Glob.Matches(pattern, number.ToString(CultureInfo.InvariantCulture));
    }
}
