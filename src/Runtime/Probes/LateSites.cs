namespace DdRun.Probes;

/// <summary>Numbers whose sites are made when they are needed.</summary>
/// <param name="first">The first number.</param>
/// <param name="count">How many there are.</param>
/// <param name="make">Makes one, by its place among them.</param>
/// <param name="older">The next in a chain.</param>
internal sealed class LateSites(int first, int count, Func<int, ProbeSite> make, LateSites? older)
{
    /// <summary>Null for a number that belongs to none of a chain.</summary>
    public static ProbeSite? Make(LateSites? chain, int number)
    {
        for (var one = chain; one is not null; one = one.Older)
        {
            if (one.TryMake(number) is { } site)
                return site;
        }
        return null;
    }

    private LateSites? Older => older;

    private ProbeSite? TryMake(int number) => number >= first && number - first < count ? make(number - first) : null;
}
