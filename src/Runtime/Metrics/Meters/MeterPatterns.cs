using DdRun.Sampling;

namespace DdRun.Metrics.Meters;

/// <summary>Which meters are reported: <c>MyApp.*,Npgsql</c>. The runtime's own come from elsewhere, so never from here.</summary>
internal sealed class MeterPatterns(string? list)
{
    private const string Runtime = "System.Runtime";

    private readonly string[] _patterns = (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public bool IsEmpty => _patterns.Length == 0;

    public bool Matches(string meter) => meter != Runtime && Array.Exists(_patterns, pattern => Glob.MatchesName(pattern, meter));
}
