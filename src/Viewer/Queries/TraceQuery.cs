using DdRun.Viewer.Filters;
using DdRun.Viewer.Store;

namespace DdRun.Viewer.Queries;

/// <summary>Which traces somebody wants to see.</summary>
/// <param name="Until">Only traces with a smaller number: what came later does not move a list that is being looked at.</param>
internal sealed record TraceQuery(SpanStore Store, string? Filter, TimeRange Range, long MinDuration, long MaxDuration, long Until)
{
    private const int Slice = 4096;

    /// <summary>Calls with the number of each trace that is meant, the newest first, under the store's gate, until the answer is false.</summary>
    public void Visit(Func<long, SpanFilter, bool> visit)
    {
        var filter = new SpanFilter(Filter, Store);
        var next = long.MaxValue;
        var goesOn = true;
        while (goesOn)
        {
            // In slices, between which what comes in gets its turn.
            lock (Store.Gate)
            {
                var rows = Store.Rows;
                next = Math.Min(Math.Min(next, rows.End), Until);
                var end = Math.Max(rows.First, next - Slice);
                for (; next > end && goesOn; next--)
                {
                    ref var row = ref rows[next - 1];
                    if (row.Spans > 0 && Range.Contains(row.Start) && row.Duration >= MinDuration && row.Duration <= MaxDuration && filter.Matches(row))
                        goesOn = visit(next - 1, filter);
                }

                goesOn &= next > rows.First;
            }
        }
    }
}
